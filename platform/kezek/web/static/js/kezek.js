// The few things that a page cannot do without a script. Every page works without this file.
(() => {
  "use strict";

  const PATIENCE = 20000; // a tab left for a moment keeps its stream
  const sources = new Set();
  const waiting = new Set(); // ids of live parts that rang while nobody looked
  const shown = new Map(); // what a live part last showed, by its id
  const asked = new Map(); // when a live part last asked, by its id
  let rang = 0; // when a bell rang last
  let leaving = 0;

  // One stream per visible tab: browsers allow few connections to one site.
  htmx.createEventSource = (url) => {
    const source = new EventSource(url);
    const listen = source.addEventListener.bind(source);
    source.addEventListener = (name, hear) =>
      listen(name, (event) => {
        rang = performance.now();
        hear(event);
      });
    sources.add(source);
    return source;
  };

  const refresh = (part) => htmx.trigger(part, "refresh");
  const liveParts = () => document.querySelectorAll("[data-live]");

  const hide = () => {
    leaving = setTimeout(() => sources.forEach((source) => source.close()), PATIENCE);
  };

  const show = () => {
    clearTimeout(leaving);
    for (const source of sources) {
      if (source.readyState === EventSource.CLOSED) {
        sources.delete(source);
        source.onerror(new Event("error")); // the extension opens a new one
        liveParts().forEach((part) => waiting.add(part.id));
      }
    }
    liveParts().forEach((part) => waiting.has(part.id) && refresh(part));
    waiting.clear();
    tick();
  };

  document.addEventListener("visibilitychange", () => (document.hidden ? hide() : show()));
  addEventListener("pageshow", (event) => event.persisted && liveParts().forEach(refresh));

  // A tab in the background asks for nothing; it asks once when it is looked at again.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const part = event.detail.elt;
    // What was ticked in a list would be lost: it is asked for again when nothing is ticked.
    const ticked = part.hasAttribute("data-live") && part.querySelector("[data-rows] :checked");
    if (ticked || (document.hidden && part.hasAttribute("data-live"))) {
      waiting.add(part.id);
      event.preventDefault();
    } else {
      asked.set(part.id, performance.now());
    }
  });

  // A stream that was cut may have missed bells.
  document.addEventListener("htmx:sseOpen", (event) => {
    if (event.target.hasAttribute("data-opened")) liveParts().forEach(refresh);
    event.target.setAttribute("data-opened", "");
  });

  // An answer that changes nothing is not swapped in: focus and open details stay as they are.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { requestConfig, xhr, target } = event.detail;
    if (!requestConfig.elt.hasAttribute("data-live") || xhr.status !== 200) return;
    if (shown.get(target.id) === xhr.responseText) event.detail.shouldSwap = false;
    shown.set(target.id, xhr.responseText);
  });

  // A bell that rings while an answer is under way belongs to the part that the answer replaces.
  document.addEventListener("htmx:afterSettle", (event) => {
    const part = event.detail.elt;
    if (part.hasAttribute("data-live") && rang > asked.get(part.id)) refresh(part);
  });

  // After a form was answered, the first thing to read gets the focus.
  document.addEventListener("htmx:afterSettle", (event) => {
    const first = event.detail.elt.querySelector("[autofocus]");
    if (first) first.focus();
  });

  // Within a list j and k go from row to row and x ticks; elsewhere no letter does anything.
  document.addEventListener("keydown", (event) => {
    const row = event.target.closest("[data-rows] tr");
    if (!row || event.ctrlKey || event.altKey || event.metaKey) return;
    const next = { j: row.nextElementSibling, k: row.previousElementSibling }[event.key];
    if (next) next.querySelector("a").focus();
    if (event.key === "x") row.querySelector("[type=checkbox]").click();
  });

  // The names of chosen files, one a line; our own button stands over the browser's.
  document.documentElement.classList.add("scripted");
  document.addEventListener("change", ({ target }) => {
    const upload = target.type === "file" && target.closest(".upload");
    if (!upload) return;
    const names = upload.querySelector("output");
    const { most, tooLarge } = upload.dataset;
    // What will be refused is told before it has travelled.
    const large = Array.from(target.files).find((file) => most && file.size > Number(most));
    names.classList.toggle("wrong", Boolean(large));
    if (large) target.value = "";
    const files = Array.from(upload.querySelectorAll("input"), (input) => [...input.files]).flat();
    names.textContent = large
      ? `${tooLarge} ${large.name}`
      : files.map((file) => file.name).join("\n");
  });

  // How much of the files has gone; afterwards the answer takes the form's place.
  document.addEventListener("htmx:xhr:progress", ({ target, detail }) => {
    const shown = target.querySelector(".upload-progress");
    if (!shown || !detail.lengthComputable) return;
    const bar = shown.querySelector("progress");
    bar.value = Math.max(bar.value, detail.loaded / detail.total);
    shown.hidden = false;
  });

  // Deadlines count down by the server's clock: only the difference since the page came is ours.
  const tick = () => {
    for (const node of document.querySelectorAll("[data-seconds]")) {
      node.began ??= performance.now();
      const left = Number(node.dataset.seconds) - (performance.now() - node.began) / 1000;
      const { days, hours, minutes, seconds, over } = node.dataset;
      if (left <= 0) {
        node.textContent = over;
        node.removeAttribute("data-seconds");
        continue;
      }
      const units = [
        [Math.floor(left / 86400), days],
        [Math.floor(left / 3600) % 24, hours],
        [Math.floor(left / 60) % 60, minutes],
        [Math.floor(left) % 60, seconds],
      ];
      while (units[0][0] === 0 && units.length > 1) units.shift();
      const [[one, first], second] = units;
      node.textContent =
        first.replace("0", one) + (second && second[0] ? ` ${second[1].replace("0", second[0])}` : "");
    }
  };
  setInterval(() => document.hidden || tick(), 1000);
})();
