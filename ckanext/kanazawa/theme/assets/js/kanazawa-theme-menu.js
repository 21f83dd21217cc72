/* Closes an open menu with Escape, and when the focus or a click goes elsewhere.
 *
 * Plain JavaScript and no ckan.module: the home page loads none of CKAN's scripts.
 * The menu itself is a `<details>` and opens without it.
 */
(function () {
  "use strict";

  var OPEN = "details[data-kanazawa-theme-menu][open]";

  document.addEventListener("keydown", function (event) {
    var menu = document.querySelector(OPEN);
    if (event.key === "Escape" && menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  ["click", "focusin"].forEach(function (kind) {
    document.addEventListener(kind, function (event) {
      var menu = document.querySelector(OPEN);
      if (menu && !menu.contains(event.target)) {
        menu.open = false;
      }
    });
  });
})();
