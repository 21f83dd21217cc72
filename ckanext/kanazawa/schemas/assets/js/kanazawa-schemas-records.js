/* Rows of sub-fields: add one, remove one, say so to screen readers. */
ckan.module("kanazawa-schemas-records", function ($) {
  "use strict";
  return {
    initialize: function () {
      const root = this.el[0];
      this.rows = root.querySelector("[data-rows]");
      this.template = root.querySelector("template");
      this.status = root.querySelector("[data-status]");
      this.addButton = root.querySelector("[data-add]");
      this.addButton.hidden = false;
      this.addButton.addEventListener("click", () => this.add());
      root.addEventListener("click", (event) => {
        const button = event.target.closest("[data-remove]");
        if (button) {
          this.remove(button.closest("[data-row]"));
        }
      });
      this.showRemoveButtons(root);
    },

    showRemoveButtons: function (part) {
      part.querySelectorAll("[data-remove]").forEach((button) => {
        button.hidden = false;
      });
    },

    add: function () {
      const indexes = Array.from(this.rows.children, (row) => Number(row.dataset.row));
      const index = indexes.length ? Math.max(...indexes) + 1 : 0;
      const holder = document.createElement("div");
      holder.innerHTML = this.template.innerHTML
        .replaceAll("ROW-INDEX", index)
        .replaceAll("ROW-NUMBER", this.rows.children.length + 1);
      const row = holder.firstElementChild;
      this.showRemoveButtons(row);
      this.rows.append(row);
      row.querySelector("input, select, textarea").focus();
      this.status.textContent = this._("An entry was added.");
    },

    remove: function (row) {
      row.remove();
      this.status.textContent = this._("The entry was removed.");
      this.addButton.focus();
    },
  };
});
