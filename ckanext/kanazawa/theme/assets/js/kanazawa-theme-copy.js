/* Copies the text of an element and says so.
 *
 * target - selector of the element whose text is copied.
 *
 * <button data-module="kanazawa-theme-copy" data-module-target="#credit-line"
 *         data-module-done="Copied">Copy</button>
 */
this.ckan.module("kanazawa-theme-copy", function () {
  "use strict";
  return {
    options: { target: null, done: "" },

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
      var source = document.querySelector(this.options.target);
      var text = source.textContent.trim().replace(/\s+/g, " ");
      var say = this._say.bind(this);
      if (navigator.clipboard) {
        navigator.clipboard.writeText(text).then(say, this._select.bind(this, source));
      } else {
        // No clipboard on plain http: mark the text, so that one key press copies it.
        this._select(source);
      }
    },

    _select: function (source) {
      window.getSelection().selectAllChildren(source);
      if (document.execCommand("copy")) {
        this._say();
      }
    },

    _say: function () {
      var status = this.el.siblings("[role=status]");
      status.text(this.options.done);
      window.setTimeout(function () {
        status.text("");
      }, 4000);
    },
  };
});
