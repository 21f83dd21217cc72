/* Drag a column of the file onto a column of the format: sets the select, which is what counts
   and what works by keyboard. Also tells beside each column of the format what fills it. */

this.ckan.module("kanazawa-schemas-mapping", function () {
  return {
    initialize: function () {
      this.el.on("dragstart", "[data-own]", (event) => {
        const transfer = event.originalEvent.dataTransfer;
        transfer.setData("text/plain", event.currentTarget.dataset.own);
        transfer.effectAllowed = "link";
      });
      this.el.on("dragover", "[data-official]", (event) => {
        event.preventDefault();
        event.currentTarget.classList.add("kanazawa-schemas-over");
      });
      this.el.on("dragleave drop", "[data-official]", (event) => {
        event.currentTarget.classList.remove("kanazawa-schemas-over");
      });
      this.el.on("drop", "[data-official]", (event) => {
        event.preventDefault();
        this.match(event.originalEvent.dataTransfer.getData("text/plain"), event.currentTarget);
      });
      this.el.on("change", "select[name^='target-']", () => this.tell());
    },

    match: function (own, target) {
      const select = this.el[0].querySelector(`#target-${CSS.escape(own)}`);
      if (!select) return;
      select.value = target.dataset.official;
      select.dispatchEvent(new Event("change", { bubbles: true }));
    },

    tell: function () {
      const filled = new Map();
      this.el[0].querySelectorAll("select[name^='target-']").forEach((select) => {
        const name = select.closest("[data-own]").querySelector("label").lastChild;
        if (select.value && select.value !== "-") filled.set(select.value, name.textContent.trim());
      });
      this.el[0].querySelectorAll("[data-official]").forEach((item) => {
        const name = filled.get(item.dataset.official);
        item.querySelector("[data-filled]").textContent = name ? `← ${name}` : "";
      });
    },
  };
});
