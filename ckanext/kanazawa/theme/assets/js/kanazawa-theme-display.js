/* Shows a choice of text size or contrast at once, instead of after a round trip.
 *
 * Plain JavaScript and no ckan.module: the home page loads none of CKAN's scripts.
 * Without this file the form still works (the server sets the same cookies).
 */
(function () {
  "use strict";

  var COOKIES = { text_size: "kanazawa_text_size", contrast: "kanazawa_contrast" };
  var ATTRIBUTES = { text_size: "data-text-size", contrast: "data-contrast" };
  var FORMS = "form[data-kanazawa-theme-display]";

  function remember(field, value) {
    var secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie =
      COOKIES[field] + "=" + value + "; path=/; max-age=31536000; SameSite=Lax" + secure;
  }

  function apply(field, value) {
    document.documentElement.setAttribute(ATTRIBUTES[field], value);
    // The form stands in the page twice: in the bar and in the menu of small screens.
    document.querySelectorAll(FORMS + ' button[name="' + field + '"]').forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.value === value));
    });
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest(FORMS + " button[name]");
    if (!button || !COOKIES[button.name]) {
      return;
    }
    event.preventDefault();
    remember(button.name, button.value);
    apply(button.name, button.value);
  });
})();
