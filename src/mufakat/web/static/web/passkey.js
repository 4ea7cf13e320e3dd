/* Passkeys: allauth's script does the ceremony; this one starts it from attributes and says in words what went wrong.
   <div data-passkey="loginForm|authenticateForm|addForm" data-button="id" data-credential="id" data-options="id"
   data-passwordless="id" hidden> */
(() => {
  "use strict";
  const WORDS = { NotAllowedError: "refused", InvalidStateError: "known", SecurityError: "insecure", NotSupportedError: "unsupported" };
  const say = (exception) => {
    document.querySelectorAll("[data-passkey-trouble]").forEach((place) => {
      place.hidden = false;
      place.querySelector("p").textContent = place.dataset[WORDS[exception?.name] ?? "failed"];
    });
  };
  document.addEventListener("allauth.error", (event) => { event.preventDefault(); say(event.detail.exception); });
  const start = (part) => {
    if (!window.PublicKeyCredential || !window.allauth?.webauthn) {
      document.querySelectorAll("[data-passkey-missing]").forEach((place) => { place.hidden = false; });
      return;
    }
    part.hidden = false;
    const { passkey, button, credential, options, passwordless } = part.dataset;
    const ids = { login: button, add: button, authenticate: button, credential, passwordless };
    if (options) ids.data = options;
    window.allauth.webauthn.forms[passkey]({ ids });
  };
  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-passkey]").forEach(start));
})();
