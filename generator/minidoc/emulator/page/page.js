// Draws what /__emulator/watch says. Everything is text: nothing is ever parsed as HTML.
"use strict";

const WAYS = { in: "received", out: "sent", event: "event" };
const byId = (id) => document.getElementById(id);

function element(name, text, data = {}) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  Object.assign(made.dataset, data);
  return made;
}

function item(text, note, on) {
  const made = element("li");
  const beside = element("span", note, { on: String(on) });
  beside.className = "note";
  made.append(element("span", text), beside);
  return made;
}

function list(title, items, count) {
  const shown = count > items.length ? `${title} (${items.length} of ${count})` : `${title} (${count})`;
  const made = [element("h4", shown)];
  if (items.length === 0) return made;
  const rows = element("ul");
  rows.append(...items);
  return [...made, rows];
}

function card(app) {
  const made = element("article");
  made.className = "app";
  made.append(element("h3", app.id));
  if (!app.userSync) {
    const note = element("p", "client-side user syncing is off");
    note.className = "none";
    made.append(note);
  }
  made.append(
    ...list("Users", app.users.map((user) =>
      item(user.name === null ? user.id : `${user.name} · ${user.id}`, user.online ? "online" : "offline", user.online)), app.userCount),
    ...list("Live sessions", app.sessions.map((session) =>
      item(session.userId, session.loggedIn ? `logged in · socket ${session.connection}` : `not logged in · socket ${session.connection}`, session.loggedIn)), app.sessionCount),
    ...list("Subscriptions", app.subscriptions.map((subscription) =>
      item(subscription.topic, subscription.watchers === 1 ? "1 watcher" : `${subscription.watchers} watchers`, false)), app.subscriptionCount),
  );
  return made;
}

function shortened(text) {
  return text.length > 600 ? `${text.slice(0, 600)} …` : text;
}

function row(entry) {
  const made = element("tr");
  const time = new Date(entry.at).toISOString().slice(11, 23);
  made.append(
    element("td", time), element("td", entry.appId), element("td", entry.userId),
    element("td", entry.connection || "HTTP"),
    element("td", WAYS[entry.direction], { way: entry.direction }),
    element("td", shortened(JSON.stringify(entry.frame))),
  );
  return made;
}

function none(text) {
  const made = element("p", text);
  made.className = "none";
  return made;
}

function draw(overview) {
  const count = overview.appCount;
  const ahead = overview.ahead ? ` · clock ${Math.round(overview.ahead)} s ahead` : "";
  const faults = overview.faults.length ? ` · ${overview.faults.length} fault rules` : "";
  byId("summary").textContent = `${count} ${count === 1 ? "app" : "apps"}${ahead}${faults}`;
  byId("apps").replaceChildren(...(overview.apps.length ? overview.apps.map(card) : [none("No app yet: an app exists from its first use.")]));
  byId("frames").replaceChildren(...overview.frames.map(row));
}

function say(state, text) {
  byId("state").dataset.state = state;
  byId("state").textContent = text;
}

const source = new EventSource("/__emulator/watch");
source.onmessage = (message) => {
  say("live", "live");
  draw(JSON.parse(message.data));
};
source.onerror = () => say("lost", "connection lost, trying again");
