// The judgement matrix by keyboard. Without it every cell is a link to its form; with it, a key
// judges, the answer of the server is shown, and nothing typed is lost when the line is down.

const table = document.getElementById("matrix");
const panel = document.getElementById("panel");
const status = document.getElementById("status");
const words = document.documentElement.lang === "ja"
  ? { saved: "保存しました", offline: "サーバにつながりません。判定はこの画面に残っています。つながり次第送ります", waiting: "送信待ち", undone: "元に戻しました", none: "未判定はありません" }
  : { saved: "Saved", offline: "The server cannot be reached. The judgements are kept here and sent as soon as possible", waiting: "waiting", undone: "Undone", none: "Nothing is left to judge" };

if (table) start(table);

function start() {
  const codes = (table.dataset.text ?? "").split(" ").filter(Boolean);
  const cells = () => [...table.querySelectorAll("td a[data-key]")];
  const queue = [];
  const undo = [];
  let sending = false;
  let token = table.dataset.key;

  // --- moving ---

  // One cell of the grid can be reached by Tab; the arrows go on from there.
  for (const link of cells()) link.tabIndex = -1;
  const first = cells()[0];
  if (first) first.tabIndex = 0;

  const go = (link) => {
    if (!link) return;
    for (const other of table.querySelectorAll("a[data-key][tabindex='0']")) other.tabIndex = -1;
    link.tabIndex = 0;
    link.focus();
    link.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  const step = (link, down, right) => {
    let td = link.closest("td");
    for (;;) {
      let row = td.parentElement;
      let at = [...row.children].indexOf(td);
      if (down) {
        row = down > 0 ? row.nextElementSibling : row.previousElementSibling;
      } else {
        at += right;
      }
      td = row?.children[at];
      if (!td || td.tagName !== "TD") return null;
      const next = td.querySelector("a[data-key]");
      if (next) return next;
    }
  };
  const nextOpen = (link) => {
    const all = cells();
    const from = all.indexOf(link);
    return [...all.slice(from + 1), ...all.slice(0, from + 1)].find((a) => !a.dataset.level);
  };

  // --- judging ---

  const show = (link, answer) => {
    const marks = [...link.querySelectorAll("small")];
    link.textContent = answer.shown;
    link.append(...marks);
    link.dataset.rev = answer.rev;
    if (answer.level) link.dataset.level = answer.level;
    else delete link.dataset.level;
    link.closest("td").className = answer.tint;
    link.closest("tr").querySelector("[data-role=mean]").textContent = answer.row_mean;
    document.querySelector(".matrix-facts [data-role=mean]").textContent = answer.mean;
    document.querySelector(".matrix-facts [data-role=judged]").textContent = answer.judged;
  };

  const tell = (text, bad) => {
    status.textContent = text;
    status.className = bad ? "status bad" : "status";
  };

  // One at a time and in order: each answer brings the token for the next.
  const send = async () => {
    if (sending) return;
    sending = true;
    while (queue.length) {
      const { link, level } = queue[0];
      const body = new URLSearchParams({ _token: token, judgement: link.dataset.key, rev: link.dataset.rev, level });
      let reply, answer;
      try {
        reply = await fetch(table.dataset.url, { method: "POST", body, headers: { Accept: "application/json" } });
        answer = await reply.json();
      } catch {
        tell(`${words.offline} (${queue.length} ${words.waiting})`, true);
        break;
      }
      token = answer.token ?? token;
      queue.shift();
      link.removeAttribute("aria-busy");
      if (answer.rev) show(link, answer);
      tell(reply.ok ? words.saved : answer.message, !reply.ok);
    }
    sending = false;
    if (queue.length) setTimeout(send, 3000);
  };
  window.addEventListener("online", send);
  window.addEventListener("beforeunload", (event) => {
    if (queue.length) event.preventDefault();
  });

  const judge = (link, level, undoing) => {
    if (!codes.length || (link.dataset.level ?? "") === level) return;
    if (!undoing) undo.push({ link, level: link.dataset.level ?? "" });
    link.setAttribute("aria-busy", "true");
    queue.push({ link, level });
    send();
  };

  // --- the item beside the table ---

  let shown = null;
  const openPanel = async (link, focus) => {
    shown = link;
    try {
      const reply = await fetch(link.href, { headers: { Accept: "text/html" } });
      if (!reply.ok) throw new Error(reply.status);
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      if (shown !== link) return;
      panel.replaceChildren(...page.querySelectorAll("main > *:not(.crumbs):not(script)"));
      panel.hidden = false;
      if (focus) panel.querySelector(focus)?.focus();
    } catch {
      tell(words.offline, true);
    }
  };

  // --- keys, by their place on the keyboard, so that a Japanese input method does not disturb ---

  const digit = (code) => /^(?:Digit|Numpad)([0-9])$/.exec(code)?.[1];
  const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

  const act = (link, event) => {
    const key = digit(event.code);
    if (event.ctrlKey || event.metaKey) {
      if (event.code !== "KeyZ" || !undo.length) return false;
      const last = undo.pop();
      judge(last.link, last.level, true);
      go(last.link);
      return true;
    }
    if (event.altKey) return false;
    if (moves[event.code]) {
      go(step(link, ...moves[event.code]));
    } else if (key !== undefined) {
      const level = key === "0" ? "na" : codes.includes(key) ? key : codes[codes.length - Number(key)];
      if (!level) return false;
      judge(link, level);
    } else if (event.code === "Delete" || event.code === "Backspace") {
      judge(link, "");
    } else if (event.code === "KeyN") {
      const open = nextOpen(link);
      if (open) go(open);
      else tell(words.none);
    } else if (event.code === "KeyC") {
      openPanel(link, "textarea");
    } else if (event.code === "KeyE") {
      openPanel(link, "input[type=file]");
    } else if (event.code === "Space") {
      openPanel(link);
    } else if (event.code === "Slash" && event.shiftKey) {
      document.querySelector("details.legend").open = true;
    } else {
      return false;
    }
    return true;
  };

  table.addEventListener("keydown", (event) => {
    const link = event.target.closest?.("a[data-key]");
    if (link && act(link, event)) event.preventDefault();
  });
  table.addEventListener("focusin", (event) => {
    const link = event.target.closest("a[data-key]");
    if (!link) return;
    if (!panel.hidden && shown !== link) openPanel(link);
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    panel.hidden = true;
    go(shown);
  });
}
