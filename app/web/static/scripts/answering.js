/* Comfort for answering, none of it needed: focus on the summary, a picker that filters, a count of characters. */
(function () {
  "use strict";

  function fold(text) {
    return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFKC").toLowerCase()
      .replace(/[\u3041-\u3096]/g, function (kana) { return String.fromCharCode(kana.charCodeAt(0) + 0x60); });
  }

  function squeeze(text) { return fold(text).replace(/[\s.,'\u2019\u30fb\-()]/g, ""); }

  function named(option) {
    var label = option.textContent.trim();
    var names = [label].concat((option.dataset.also || "").split("|")).filter(Boolean);
    return {
      value: option.value, label: label, exact: names.concat(option.value || []).map(squeeze), keys: names.map(squeeze),
      words: names.join(" ").split(/[\s()\-]+/).map(squeeze)
    };
  }

  /* How near an entry is to what is typed: a name or its code, a beginning, a word in it, a part; 4 is none of them. */
  function distance(entry, key) {
    function begins(name) { return name.indexOf(key) === 0; }
    if (entry.exact.indexOf(key) >= 0) { return 0; }
    if (entry.keys.some(begins)) { return 1; }
    if (entry.words.some(begins)) { return 2; }
    return entry.keys.some(function (name) { return name.indexOf(key) >= 0; }) ? 3 : 4;
  }

  function make(tag, attributes, text) {
    var element = document.createElement(tag);
    Object.keys(attributes).forEach(function (name) { element.setAttribute(name, attributes[name]); });
    if (text) { element.textContent = text; }
    return element;
  }

  function focusSummary() {
    var summaries = document.querySelectorAll("[data-focus]");
    if (!summaries.length) { return; }
    summaries[0].focus();
    summaries.forEach(function (summary) { summary.addEventListener("click", lead); });
  }

  function lead(event) {
    var link = event.target.closest("a[href^='#']");
    var target = link && document.getElementById(link.getAttribute("href").slice(1));
    if (!target) { return; }
    event.preventDefault();
    var group = target.closest("fieldset");
    ((group && group.querySelector("legend")) || document.querySelector("label[for='" + target.id + "']") || target).scrollIntoView();
    var stand = target.hidden && target.nextElementSibling;
    ((stand && stand.querySelector("input, button:enabled")) || (stand && group && group.querySelector("button:enabled")) || target)
      .focus({ preventScroll: true });
  }

  function picker(select) {
    var options = Array.prototype.slice.call(select.options).filter(function (option) { return option.value; })
      .map(named);
    if (options.length < 12) { return; }
    var box = make("div", { class: "picker" });
    var listId = select.id + "--list";
    var input = make("input", {
      class: select.className.replace("select", "input"), type: "text", id: select.id + "--search", role: "combobox", autocomplete: "off",
      spellcheck: "false", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": listId, placeholder: select.dataset.picker
    });
    var described = select.getAttribute("aria-describedby");
    if (described) { input.setAttribute("aria-describedby", described); }
    var label = document.querySelector("label[for='" + select.id + "']");
    var list = make("ul", { class: "picker-list", id: listId, role: "listbox", "aria-label": label ? label.textContent.trim() : select.dataset.picker, hidden: "" });
    var count = make("div", { class: "visually-hidden", role: "status" });
    var shown = [], active = -1;

    function chosen() {
      var found = options.filter(function (option) { return option.value === select.value; })[0];
      return found ? found.label : select.value;
    }
    /* Text that names no entry is sent as it is, so that the answer before it is not kept in silence. */
    function put(value) {
      select.querySelectorAll("[data-typed]").forEach(function (option) { option.remove(); });
      if (value && !options.some(function (option) { return option.value === value; })) {
        select.append(make("option", { value: value, "data-typed": "" }, value));
      }
      select.value = value;
    }
    function close() {
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }
    function mark(index) {
      active = index;
      Array.prototype.forEach.call(list.querySelectorAll("[role=option]"), function (line, at) {
        line.setAttribute("aria-selected", at === index ? "true" : "false");
        if (at === index) {
          input.setAttribute("aria-activedescendant", line.id);
          line.scrollIntoView({ block: "nearest" });
        }
      });
    }
    function open(text) {
      var key = squeeze(text);
      shown = options.filter(function (option) { return !key || distance(option, key) < 4; });
      if (key) { shown.sort(function (a, b) { return distance(a, key) - distance(b, key); }); }
      list.replaceChildren();
      shown.forEach(function (option, index) {
        list.append(make("li", { role: "option", id: listId + "-" + index, "aria-selected": "false" }, option.label));
      });
      if (!shown.length) { list.append(make("li", { class: "picker-none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, select.dataset.none)); }
      count.textContent = shown.length ? select.dataset.count.replace("{n}", shown.length) : select.dataset.none;
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      if (key && shown.length) { mark(0); } else { active = -1; }
    }
    function take(index) {
      if (!shown[index]) { return; }
      put(shown[index].value);
      input.value = shown[index].label;
      close();
    }
    function settle() {
      var typed = input.value.trim(), key = squeeze(typed);
      var same = options.filter(function (option) { return key && distance(option, key) === 0; });
      if (typed !== chosen()) { put(same.length === 1 ? same[0].value : typed); }
      input.value = chosen();
      close();
    }
    put(select.value || select.dataset.typed || "");
    input.value = chosen();
    if (select.form) { select.form.addEventListener("submit", settle); }
    input.addEventListener("input", function () { open(input.value); });
    input.addEventListener("click", function () { if (list.hidden) { open(input.value === chosen() ? "" : input.value); } });
    input.addEventListener("focus", function () { input.select(); });
    input.addEventListener("blur", settle);
    input.addEventListener("keydown", function (event) {
      if (event.isComposing) { return; }
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) { open(""); }
        var step = event.key === "ArrowDown" ? 1 : -1;
        if (shown.length) { mark((active + step + shown.length) % shown.length); }
      } else if (event.key === "Enter" && !list.hidden) {
        event.preventDefault();
        if (active >= 0) { take(active); } else { settle(); }
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        input.value = chosen();
        close();
      }
    });
    list.addEventListener("mousedown", function (event) {
      event.preventDefault();
      var line = event.target.closest("[role=option]");
      if (line) { take(Array.prototype.indexOf.call(list.children, line)); }
    });
    select.hidden = true;
    if (label) { label.setAttribute("for", input.id); }
    box.append(input, list, count);
    select.after(box);
  }

  function filter(frame) {
    var lines = Array.prototype.slice.call(frame.querySelectorAll(".option"));
    if (lines.length < 12) { return; }
    var id = lines[0].querySelector("input").id + "--filter";
    lines.forEach(function (line) { line.named = named(line); });
    var box = make("div", { class: "picker picker-filter" });
    var input = make("input", { class: "input", type: "search", id: id, autocomplete: "off", spellcheck: "false", "aria-label": frame.dataset.filter, placeholder: frame.dataset.filter });
    var none = make("div", { class: "secondary", role: "status" });
    input.addEventListener("input", function () {
      var key = squeeze(input.value), found = 0;
      lines.forEach(function (line) {
        var fits = !key || distance(line.named, key) < 4;
        line.hidden = !fits;
        found += fits;
      });
      none.textContent = found ? "" : frame.dataset.none;
    });
    input.addEventListener("keydown", function (event) { if (event.key === "Enter") { event.preventDefault(); } });
    box.append(input);
    frame.before(box);
    frame.prepend(none);
  }

  function counter(area) {
    var line = make("p", { class: "count", "aria-hidden": "true" });
    function say() {
      var left = Number(area.dataset.count) - Array.from(area.value).length;
      line.textContent = area.dataset[left < 0 ? "over" : "left"].replace("{n}", Math.abs(left).toLocaleString(document.documentElement.lang));
    }
    area.addEventListener("input", say);
    say();
    area.after(line);
  }

  /* When it was saved stands under a page until something on it is changed. */
  function unsaved(form) {
    var line = document.querySelector(".saved-line[data-unsaved]");
    if (!line) { return; }
    function tell(event) {
      if (event.type === "click" && !event.target.closest("button[type=button]")) { return; }
      line.textContent = line.dataset.unsaved;
      line.className = "unsaved-line";
    }
    ["input", "change", "click"].forEach(function (name) { form.addEventListener(name, tell); });
  }

  document.querySelectorAll("#page").forEach(unsaved);
  document.querySelectorAll("select[data-picker]").forEach(picker);
  document.querySelectorAll("[data-filter]").forEach(filter);
  document.querySelectorAll("textarea[data-count]").forEach(counter);
  focusSummary();
})();
