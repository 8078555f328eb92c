/* Ranks by a tap and totals that run along; without it a rank is chosen in selects, and a total comes with the page. */
(function () {
  "use strict";

  function make(tag, attributes, text) {
    var element = document.createElement(tag);
    Object.keys(attributes).forEach(function (name) { element.setAttribute(name, attributes[name]); });
    if (text) { element.textContent = text; }
    return element;
  }

  /* A list in which a tap gives the next rank; the selects stay behind it and carry what is sent. */
  function ranking(frame) {
    var selects = Array.prototype.slice.call(frame.querySelectorAll(".rank-place select"));
    var said = frame.dataset, known = {}, order = [], aside = [];
    var status = make("div", { class: "visually-hidden", role: "status" });
    var specify = frame.querySelector(".option-specify");
    var places = selects.map(function (select) { return select.closest(".rank-place"); });

    function fill(words, code, n) {
      return words.replace("{label}", function () { return known[code].label; }).replace("{n}", n).replace("{k}", selects.length);
    }
    /* The same words twice are told twice only where the text differs. */
    function tell(text) { status.textContent = status.textContent === text ? text + "\u00a0" : text; }
    function tool(sign, act) {
      var button = make("button", { type: "button", class: "rank-tool" }, sign);
      button.addEventListener("click", act);
      return button;
    }
    function move(at, step) {
      var code = order[at];
      order.splice(at, 1);
      order.splice(at + step, 0, code);
      show();
      tell(fill(said.placed, code, at + step + 1));
      var slot = slots[at + step];
      (slot[step < 0 ? "up" : "down"].disabled ? slot[step < 0 ? "down" : "up"] : slot[step < 0 ? "up" : "down"]).focus();
    }
    /* What stands alone gives its place back to what was ranked before it. */
    function remove(at) {
      var code = order.splice(at, 1)[0];
      if (known[code].alone) { order = aside; aside = []; }
      show();
      tell(fill(said.removed, code));
      return code;
    }
    function tap(code) {
      var at = order.indexOf(code);
      if (at >= 0) { remove(at); return; }
      aside = [];
      if (known[code].alone) { aside = order.filter(function (other) { return !known[other].alone; }); order = []; }
      order = order.filter(function (other) { return !known[other].alone; });
      if (order.length === selects.length) { tell(fill(said.full, code)); return; }
      order.push(code);
      show();
      tell(fill(known[code].alone ? said.alone : said.placed, code, order.length));
    }
    function show() {
      var alone = order.length > 0 && known[order[0]].alone;
      frame.classList.toggle("rank-alone", alone);
      frame.classList.toggle("rank-full", order.length === selects.length);
      selects.forEach(function (select, at) { select.value = order[at] || ""; });
      slots.forEach(function (slot, at) {
        var code = order[at];
        slot.box.classList.toggle("rank-empty", !code);
        slot.said.textContent = code ? known[code].label : said.empty;
        slot.number.textContent = alone ? "\u2713" : at + 1;
        slot.up.disabled = !code || at === 0;
        slot.down.disabled = !code || at === order.length - 1;
        slot.remove.disabled = !code;
        if (!code) { return; }
        ["up", "down", "remove"].forEach(function (name) { slot[name].setAttribute("aria-label", fill(said[name], code)); });
      });
      Object.keys(known).forEach(function (code) {
        var at = order.indexOf(code);
        known[code].button.setAttribute("aria-pressed", at < 0 ? "false" : "true");
        known[code].number.textContent = at < 0 || known[code].alone ? (at < 0 ? "" : "\u2713") : at + 1;
        if (known[code].specify && specify) {
          specify.hidden = at < 0;
          specify.querySelector("input").disabled = at < 0;
        }
      });
    }
    function entry(option) {
      var number = make("span", { class: "rank-number" });
      var button = make("button", { type: "button", class: "rank-option", "aria-pressed": "false" });
      var line = make("li", {});
      button.append(number, make("span", {}, option.textContent.trim()));
      button.addEventListener("click", function () { tap(option.value); });
      line.append(button);
      known[option.value] = {
        label: option.textContent.trim(), alone: "alone" in option.dataset, specify: "specify" in option.dataset,
        button: button, number: number
      };
      return line;
    }
    var slots = selects.map(function (select, at) {
      var slot = { box: make("div", { class: "rank-slot" }), number: make("span", { class: "rank-number", "aria-hidden": "true" }), said: make("span", { class: "rank-said" }), tools: make("span", { class: "rank-tools" }) };
      slot.up = tool("\u2191", function () { move(at, -1); });
      slot.down = tool("\u2193", function () { move(at, 1); });
      slot.remove = tool("\u00d7", function () { known[remove(at)].button.focus(); });
      slot.tools.append(slot.up, slot.down, slot.remove);
      slot.box.append(slot.number, slot.said, slot.tools);
      places[at].querySelector("label").classList.add("visually-hidden");
      select.hidden = true;
      select.after(slot.box);
      return slot;
    });
    var how = make("p", { class: "rank-how", id: selects[0].id + "--how" }, said.list);
    var list = make("ul", { class: "rank-options", "aria-labelledby": how.id });
    var apart = make("ul", { class: "rank-options rank-apart", "aria-label": said.or });
    Array.prototype.forEach.call(selects[0].options, function (option) {
      if (option.value) { ("alone" in option.dataset ? apart : list).append(entry(option)); }
    });
    places[places.length - 1].after(how, list);
    frame.classList.add("rank-tapped");
    var after = specify || list;
    if (apart.children.length) { after.after(make("p", { class: "options-or" }, said.or), apart); }
    frame.append(status);
    function restore() {
      order = selects.map(function (select) { return select.value; })
        .filter(function (code, at, all) { return known[code] && all.indexOf(code) === at; });
      show();
    }
    window.addEventListener("pageshow", restore);
    restore();
  }

  /* The total of the figures as they are typed; told aloud once the typing pauses. */
  function running(frame) {
    var inputs = Array.prototype.slice.call(frame.querySelectorAll(".sum-row .input"));
    var line = frame.querySelector(".sum-total"), total = line.querySelector("strong"), rest = line.querySelector(".sum-rest");
    var language = document.documentElement.lang, comma = (1.5).toLocaleString(language).indexOf(",") > 0, waiting = 0;
    var status = make("div", { class: "visually-hidden", role: "status" });

    function figure(text) {
      var plain = text.normalize("NFKC").trim().replace(/\s*%$/, "");
      if (plain === "") { return 0; }
      if (comma) { plain = plain.replace(/[.,]/g, function (sign) { return sign === "." ? "," : "."; }); }
      return /^(\d+|\d{1,3}([,' ]\d{3})+)?(\.\d+)?$/.test(plain) ? Number(plain.replace(/[,' ]/g, "")) : NaN;
    }
    function written(number) { return number.toLocaleString(language, { maximumFractionDigits: 6 }); }
    function add() {
      var any = inputs.some(function (input) { return input.value.trim(); });
      var sum = inputs.reduce(function (so_far, input) { return so_far + figure(input.value); }, 0);
      sum = Math.round(sum * 1e6) / 1e6;
      var left = Math.round((100 - sum) * 1e6) / 1e6;
      var known = any && !isNaN(sum);
      total.textContent = known ? written(sum) : "\u2013";
      rest.textContent = !known || left === 0 ? "" : (left > 0 ? frame.dataset.left : frame.dataset.over).replace("{n}", written(Math.abs(left)));
      line.classList.toggle("sum-whole", known && left === 0);
      return known ? [frame.dataset.total.replace("{n}", written(sum)), rest.textContent].filter(Boolean).join(", ") : "";
    }
    frame.addEventListener("input", function () {
      var told = add();
      clearTimeout(waiting);
      waiting = setTimeout(function () { status.textContent = told; }, 1500);
    });
    window.addEventListener("pageshow", add);
    frame.append(status);
    add();
  }

  document.querySelectorAll("[data-rank]").forEach(ranking);
  document.querySelectorAll("[data-sum]").forEach(running);
})();
