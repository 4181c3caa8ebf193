"""What operators do to the deployment itself: who they are, and acts that concern every region."""
