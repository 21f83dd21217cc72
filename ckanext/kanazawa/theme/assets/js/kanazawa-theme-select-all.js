/* Checks every check box of the form that the button belongs to.
 *
 * <button type="button" hidden data-module="kanazawa-theme-select-all">Select all</button>
 */
this.ckan.module("kanazawa-theme-select-all", function () {
  "use strict";
  return {
    initialize: function () {
      this._onClick = this._onClick.bind(this);
      this.el.on("click", this._onClick);
      // Hidden until now: without JavaScript there would be nothing behind the button.
      this.el.prop("hidden", false);
    },

    teardown: function () {
      this.el.off("click", this._onClick);
    },

    _onClick: function () {
      this.el.closest("form").find("input[type=checkbox]").prop("checked", true).trigger("change");
    },
  };
});
