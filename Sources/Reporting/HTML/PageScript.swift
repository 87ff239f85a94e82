/// The page's small script: sorting, hiding alternatives, a value where the pointer is.
///
/// Nothing is lost without it. It makes no request and keeps nothing.
enum PageScript {
  /// SHA-256 of ``text`` in base 64, for the content-security policy; a test recomputes it.
  static let digest = "+yEX6BEiLbbCOvluC1+KVW2islpJVxcqtYPC+LmqLo4="

  /// The script.
  static let text = """
    "use strict";
    (function () {
      var each = function (list, work) { Array.prototype.forEach.call(list, work); };
      var months = "JanFebMarAprMayJunJulAugSepOctNovDec";
      var scales = { K: 1e3, M: 1e6, B: 1e9 };
      function key(cell) {
        var text = cell ? cell.textContent.replace(/[\\u2060\\u00A0]/g, " ").trim() : "";
        var date = /([A-Z][a-z]{2}) (?:(\\d{1,2}), )?(\\d{4})$/.exec(text);
        if (date && months.indexOf(date[1]) >= 0) {
          return Number(date[3]) * 372 + months.indexOf(date[1]) / 3 * 31 + Number(date[2] || 0);
        }
        var number = /^[^0-9A-Za-z]*?([\\d,]*\\.?\\d+) ?([KMB]\\b)?/.exec(text);
        if (number) {
          var value = Number(number[1].replace(/,/g, "")) * (scales[number[2]] || 1);
          return text.slice(0, number[0].indexOf(number[1])).indexOf("\\u2212") >= 0 ? -value : value;
        }
        return text;
      }
      function compare(a, b) {
        var isNumber = [typeof a === "number", typeof b === "number"];
        if (isNumber[0] && isNumber[1]) { return a - b; }
        if (isNumber[0] !== isNumber[1]) { return isNumber[0] ? -1 : 1; }
        return a < b ? -1 : a > b ? 1 : 0;
      }
      function sortable(table) {
        var body = table.tBodies[0];
        if (!body || body.rows.length < 3 || !table.tHead) { return; }
        each(table.tHead.rows[0].cells, function (head, column) {
          var button = document.createElement("button");
          button.type = "button";
          button.className = "sort";
          while (head.firstChild) { button.appendChild(head.firstChild); }
          head.appendChild(button);
          button.addEventListener("click", function () {
            var down = head.getAttribute("aria-sort") === "ascending";
            each(table.tHead.rows[0].cells, function (other) { other.removeAttribute("aria-sort"); });
            head.setAttribute("aria-sort", down ? "descending" : "ascending");
            var rows = Array.prototype.slice.call(body.rows);
            var keys = new Map();
            rows.forEach(function (row) { keys.set(row, key(row.cells[column])); });
            rows.sort(function (a, b) { return compare(keys.get(a), keys.get(b)) * (down ? -1 : 1); });
            rows.forEach(function (row) { body.appendChild(row); });
          });
        });
      }
      function choices() {
        var section = document.getElementById("alternatives");
        var first = section && section.querySelector("table");
        if (!first || first.tBodies[0].rows.length < 3) { return; }
        var names = [];
        each(first.tBodies[0].rows, function (row) { names.push(row.cells[0].textContent); });
        var group = document.createElement("fieldset");
        group.className = "choices";
        var legend = document.createElement("legend");
        legend.textContent = "Alternatives shown in tables";
        group.appendChild(legend);
        names.forEach(function (name) {
          var label = document.createElement("label");
          var box = document.createElement("input");
          box.type = "checkbox";
          box.checked = true;
          label.appendChild(box);
          label.appendChild(document.createTextNode(" " + name));
          group.appendChild(label);
          box.addEventListener("change", function () { show(name, box.checked); });
        });
        section.insertBefore(group, first.parentNode);
      }
      function show(name, shown) {
        each(document.querySelectorAll("main table"), function (table) {
          each(table.querySelectorAll("tbody tr"), function (row) {
            if (row.cells[0].textContent === name) { row.hidden = !shown; }
          });
          if (!table.tHead) { return; }
          each(table.tHead.rows[0].cells, function (head, column) {
            if (column === 0 || head.textContent !== name) { return; }
            each(table.rows, function (row) { if (row.cells[column]) { row.cells[column].hidden = !shown; } });
          });
        });
      }
      function hover() {
        var tip = document.createElement("div");
        tip.className = "tip";
        tip.hidden = true;
        tip.setAttribute("aria-hidden", "true");
        document.body.appendChild(tip);
        document.addEventListener("pointermove", function (event) {
          var mark = event.target.closest ? event.target.closest("svg rect,svg circle") : null;
          var name = mark && mark.querySelector("title");
          tip.hidden = !name;
          if (!name) { return; }
          tip.textContent = name.textContent;
          tip.style.left = Math.min(event.pageX + 12, document.documentElement.clientWidth - tip.offsetWidth - 8) + "px";
          tip.style.top = (event.pageY + 16) + "px";
        });
      }
      each(document.querySelectorAll("main table"), sortable);
      choices();
      hover();
    })();
    """
}
