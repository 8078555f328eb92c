/* A form that starts long work is sent once: its button rests, and the seconds that pass are told. Without this, the server tells a second press. */
(function () {
  "use strict";

  document.querySelectorAll("form[data-once]").forEach(function (form) {
    var button = form.querySelector("button");
    var told = form.querySelector("[role=status]");
    var started = 0;

    function tell() {
      told.textContent = form.dataset.wait.replace("{seconds}", String(Math.round((Date.now() - started) / 1000)));
    }

    form.addEventListener("submit", function (event) {
      if (started) { event.preventDefault(); return; }
      started = Date.now();
      button.setAttribute("aria-disabled", "true");
      tell();
      window.setInterval(tell, 1000);
    });
    window.addEventListener("pageshow", function (event) {
      if (event.persisted) { started = 0; button.removeAttribute("aria-disabled"); told.textContent = ""; }
    });
  });
}());
