"use strict";
// Where the console's bytes come from. This runs after textual.js, which looks for it once the page has loaded.
document.querySelector(".textual-terminal").dataset.sessionWebsocketUrl =
  location.origin.replace(/^http/, "ws") + "/ws";

// The keyboard belongs to the console, without a click; when it has ended, to the way back.
addEventListener("load", () => document.querySelector(".xterm-helper-textarea")?.focus());
new MutationObserver(() => {
  if (document.body.classList.contains("-closed")) document.querySelector("#again").focus();
}).observe(document.body, { attributeFilter: ["class"] });
