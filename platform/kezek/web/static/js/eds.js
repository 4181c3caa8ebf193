// Asks NCALayer, which runs on the reader's own computer, to sign what this page holds.
//
// It speaks the module kz.gov.pki.knca.basics: after its greeting, {"result": {"version": …}}, one
// request and one answer. Every sentence stands in the page; here is only which of them is shown.

const CONNECTS_WITHIN = 8000;
const MODULE = "kz.gov.pki.knca.basics";

const bare = (text) => (Array.isArray(text) ? text[0] : text?.signatures?.[0] ?? text);

const request = (form) => ({
  module: MODULE,
  method: "sign",
  args: {
    allowedStorages: null,
    format: "cms",
    data: form.dataset.content,
    signingParams: { decode: true, encapsulate: false, digested: false, tsaProfile: {} },
    signerParams: { extKeyUsageOids: [form.dataset.usage], iin: form.dataset.iin, bin: form.dataset.bin, serialNumber: "" },
    locale: form.dataset.language,
  },
});

// What an answer means: a signature, or the name of the sentence that says why there is none.
const judge = (answer) => {
  if (answer.errorCode === "MODULE_NOT_FOUND" || answer.status === undefined) return { why: "old" };
  if (answer.status !== true) return { why: "failed", detail: answer.code ?? "" };
  const signature = bare(answer.body?.result);
  return signature ? { signature } : { why: "cancelled" };
};

const sign = (form) =>
  new Promise((resolve) => {
    const socket = new WebSocket(form.dataset.signer);
    let isOpen = false;
    const end = (outcome) => {
      clearTimeout(patience);
      resolve(outcome);
      socket.close();
    };
    const patience = setTimeout(() => end({ why: "away" }), CONNECTS_WITHIN);
    socket.onclose = () => end({ why: isOpen ? "closed" : "away" });
    socket.onmessage = (event) => {
      let answer;
      try {
        answer = JSON.parse(event.data);
      } catch {
        return; // its heartbeat
      }
      if (answer?.result?.version !== undefined) {
        clearTimeout(patience); // from here on it waits for a person
        isOpen = true;
        socket.send(JSON.stringify(request(form)));
      } else if (isOpen && answer && Object.keys(answer).length) {
        end(judge(answer));
      }
    };
  });

const say = (form, name, detail = "") => {
  for (const one of form.querySelectorAll("[data-say]")) one.hidden = one.dataset.say !== name;
  const shown = form.querySelector(`[data-say="${name}"]`);
  const place = shown?.querySelector("[data-detail]");
  if (place) place.textContent = detail;
};

const start = async (form, button) => {
  button.disabled = true;
  say(form, "waiting");
  const outcome = await sign(form);
  if (outcome.signature) {
    say(form, "sending");
    form.elements.cms.value = outcome.signature;
    form.submit();
    return;
  }
  button.disabled = false;
  say(form, outcome.why, outcome.detail);
  button.focus();
};

for (const form of document.querySelectorAll("form[data-signer]")) {
  const button = form.querySelector("[data-sign]");
  button.hidden = false;
  say(form, "ready");
  button.addEventListener("click", () => start(form, button));
}

// Back from the page that refused: the button is to be pressed once more.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
