/* Look at a chosen file before it is sent: one that is too large or empty is named at once, and
   nothing that was typed is lost. The server checks again. */
ckan.module("kanazawa-schemas-upload", function () {
  "use strict";
  return {
    initialize: function () {
      this.input = this.el[0].querySelector('input[type="file"]');
      this.problem = this.el[0].querySelector("[data-problem]");
      this.input.addEventListener("change", () => this.check());
    },

    check: function () {
      const file = this.input.files[0];
      const message = file ? this.messageFor(file.size) : "";
      this.input.setCustomValidity(message);
      this.input.toggleAttribute("aria-invalid", Boolean(message));
      this.problem.textContent = message;
      this.problem.hidden = !message;
    },

    messageFor: function (size) {
      if (size > Number(this.options.limit)) {
        return this.options.tooLarge;
      }
      return size === 0 ? this.options.empty : "";
    },
  };
});
