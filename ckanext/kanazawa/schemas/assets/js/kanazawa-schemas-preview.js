/* Says what a new sort, filter or page of a table brought, and goes to the row or cell asked for.
 *
 * The links and forms inside are htmx's; without JavaScript they lead to whole pages.
 *
 * <div data-module="kanazawa-schemas-preview"><div id="kz-preview">…</div>
 *   <p role="status" data-said></p></div>
 */
this.ckan.module("kanazawa-schemas-preview", function () {
  "use strict";
  return {
    initialize: function () {
      this._onSettle = this._onSettle.bind(this);
      this.el.on("htmx:afterSettle", this._onSettle);
      this._toMarked();
    },

    teardown: function () {
      this.el.off("htmx:afterSettle", this._onSettle);
    },

    _onSettle: function () {
      this.el.find("#kz-preview").removeAttr("aria-busy");
      var total = this.el.find("[data-total]").text();
      this.el.find("[data-said]").text(total.trim().replace(/\s+/g, " "));
      this._toMarked();
    },

    _toMarked: function () {
      var meant = this.el.find("#kz-preview-meant")[0] || this.el.find("#kz-preview-marked")[0];
      if (meant) {
        meant.scrollIntoView({ block: "center", inline: meant.id === "kz-preview-meant" ? "center" : "nearest" });
      }
    },
  };
});
