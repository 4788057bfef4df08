/* One actor: its state after any event, what that event changed, and its history. */
(function () {
  'use strict';

  const cairn = window.cairn;
  const h = cairn.h;
  const WORDS = { ADDED: 'added', REMOVED: 'removed', CHANGED: 'changed' };

  function named(what, id) {
    return id === null ? null : h('span', {}, [what + ' ', h('code', {}, cairn.name(id))]);
  }

  /** What its author wrote beside the event. */
  function marks(event) {
    if (event.tags.list.length === 0 && event.entries.map.length === 0) {
      return null;
    }
    return h('p', { class: 'marks' }, event.tags.list.map(function (tag) {
      return h('span', { class: 'mark' }, cairn.name(tag));
    }).concat(event.entries.map.map(function (entry) {
      return h('span', { class: 'mark' }, cairn.name(entry[0]) + ' ' + cairn.brief(entry[1]));
    })));
  }

  function View(main, parameters) {
    this.main = main;
    this.of = { store: parameters.store, type: parameters.type, id: parameters.id };
    this.at = parameters.at === undefined ? null : Number(parameters.at);
    this.state = h('div', { class: 'state', 'aria-live': 'polite' });
    this.history = h('div', {});
    this.asked = 0;
  }

  View.prototype.start = function () {
    const self = this;
    cairn.ask('history', Object.assign({}, this.of, this.at === null ? {} : { to: this.at + 25 }), function (answer) {
      if (!answer.actor) {
        cairn.fail(self.main, 'Actor', answer.problem);
        return;
      }
      self.actor = answer.actor;
      self.first = Math.max(0, answer.actor.first === 1 ? 0 : answer.actor.first);
      self.at = self.at === null ? answer.actor.last : Math.min(self.at, answer.actor.last);
      self.frame();
      self.showHistory(answer);
      self.ask();
    });
  };

  View.prototype.frame = function () {
    const self = this;
    const actor = this.actor;
    this.slider = h('input', { type: 'range', id: 'at', min: this.first, max: actor.last, value: this.at,
      'aria-describedby': 'range', input: function () { self.go(Number(self.slider.value)); } });
    this.exact = h('input', { type: 'number', id: 'exact', min: this.first, max: actor.last, value: this.at,
      inputmode: 'numeric', change: function () { self.go(Number(self.exact.value)); } });
    cairn.replace(this.main, [
      cairn.crumbs([['stores', {}, 'Stores'], ['store', { store: actor.store }, actor.store],
        ['actors', { store: actor.store, type: actor.type }, actor.type]]),
      h('h1', { tabindex: -1, class: 'path' }, cairn.name(actor.path)),
      h('p', { class: 'facts' }, [h('span', {}, cairn.many(actor.last, 'event', 'events') + ' in its life'),
        h('span', {}, cairn.number(actor.events) + ' stored now'),
        h('span', {}, cairn.many(actor.snapshots, 'snapshot', 'snapshots'))]),
      h('section', { class: 'card' }, [h('div', { class: 'dial' }, [
        h('label', { for: 'at' }, 'State after event'),
        h('button', { type: 'button', 'aria-label': 'One event back', click: function () { self.go(self.at - 1); } }, '‹'),
        this.slider,
        h('button', { type: 'button', 'aria-label': 'One event on', click: function () { self.go(self.at + 1); } }, '›'),
        h('label', { for: 'exact', class: 'unseen' }, 'Number of the event'), this.exact,
        h('span', { id: 'range', class: 'quiet' }, 'of ' + cairn.number(this.first) + ' to '
          + cairn.number(actor.last))]), this.state]),
      h('section', {}, [h('h2', {}, 'History'), this.history])]);
    cairn.ready();
  };

  View.prototype.go = function (sequence) {
    const at = Math.max(this.first, Math.min(this.actor.last, Math.floor(sequence) || 0));
    this.at = at;
    this.slider.value = at;
    this.exact.value = at;
    cairn.settle('actor', Object.assign({ at: at }, this.of));
    this.mark();
    const mine = ++this.asked;
    const self = this;
    cairn.later(60, function () {
      if (mine === self.asked) {
        self.ask();
      }
    });
  };

  View.prototype.ask = function () {
    const self = this;
    const mine = ++this.asked;
    cairn.later(400, function () {
      if (mine === self.asked) {
        self.state.setAttribute('aria-busy', 'true');
      }
    });
    cairn.ask('state', Object.assign({ at: this.at }, this.of), function (answer) {
      if (mine === self.asked) {
        self.asked++;
        self.state.setAttribute('aria-busy', 'false');
        cairn.replace(self.state, self.parts(answer));
      }
    });
  };

  View.prototype.parts = function (answer) {
    return [h('div', { class: 'column' }, [this.event(answer), this.changes(answer)]),
      h('div', { class: 'column' }, this.stateOf(answer))];
  };

  View.prototype.event = function (answer) {
    const event = answer.event;
    if (!event) {
      const gone = this.at === 0 ? 'Before the first event' : 'Event ' + cairn.number(this.at) + ' is not stored';
      return h('div', { class: 'part' }, [h('h2', {}, gone),
        answer.eventProblem ? h('p', {}, cairn.safe(answer.eventProblem)) : null]);
    }
    return h('div', { class: 'part' }, [h('h2', {}, ['Event ' + cairn.number(event.sequence) + ' ',
      h('span', { class: 'kind' }, cairn.name(event.type))]),
      h('p', { class: 'facts' }, [h('span', {}, cairn.time(event.time)), h('span', {}, 'position ' + event.position),
        event.version > 1 ? h('span', {}, 'version ' + event.version) : null,
        named('command', event.command), named('correlation', event.correlation), named('cause', event.cause)]),
      marks(event), cairn.value(event.fields)]);
  };

  View.prototype.changes = function (answer) {
    if (!answer.changes) {
      return null;
    }
    const list = answer.changes.length === 0
      ? h('p', { class: 'quiet' }, 'Nothing: the state is as it was before.')
      : h('ul', { class: 'changes' }, answer.changes.map(function (change) {
        return h('li', { class: change.kind.toLowerCase() }, [
          h('span', { class: 'field' }, cairn.name(change.path)), ' ',
          h('span', { class: 'mark' }, WORDS[change.kind]), ' ',
          change.kind === 'ADDED' ? null : h('del', {}, cairn.brief(change.before)),
          change.kind === 'CHANGED' ? ' → ' : null,
          change.kind === 'REMOVED' ? null : h('ins', {}, cairn.brief(change.after))]);
      }));
    return h('div', { class: 'part' }, [h('h2', {}, 'What it changed'), list]);
  };

  View.prototype.stateOf = function (answer) {
    if (answer.problem) {
      return cairn.problem(answer.problem);
    }
    if (!answer.state) {
      return h('div', { class: 'part' }, [h('h2', {}, 'State'), h('p', { class: 'quiet' },
        'No snapshot contains this event or an earlier one. Start the console with --app and the jar of the actor, and '
        + 'it shows the state after every event.')]);
    }
    const state = answer.state;
    const behind = answer.at - state.through;
    const note = !answer.snapshot ? null : h('p', { class: 'quiet' }, ['The snapshot after event '
      + cairn.number(state.through) + ', stored ', cairn.time(answer.snapshot), behind === 0 ? '.'
      : '; ' + (behind === 1 ? 'one later event is' : cairn.number(behind) + ' later events are') + ' not in it. Start '
      + 'the console with --app and the jar of the actor, and it shows the state after every event.']);
    return h('div', { class: 'part' }, [h('h2', {}, ['State ', h('span', { class: 'kind' }, cairn.name(state.type))]),
      note, cairn.value(state.fields)]);
  };

  View.prototype.showHistory = function (answer) {
    const self = this;
    this.rows = {};
    if (answer.events.length === 0) {
      cairn.replace(this.history, [answer.problem ? cairn.problem(answer.problem)
        : cairn.empty('No event is stored here', 'Either the actor keeps only its state, or these events were deleted '
          + 'after a snapshot.')].concat(this.pager(answer)));
      return;
    }
    const table = cairn.table('History of the actor', ['>Event', 'Time (UTC)', 'Type', 'Fields'],
      answer.events.map(function (event) {
        return { attributes: { 'data-sequence': event.sequence }, cells: [
          h('a', { href: cairn.link('actor', Object.assign({ at: event.sequence }, self.of)), click: function (click) {
            click.preventDefault();
            self.go(event.sequence);
          } }, cairn.number(event.sequence)),
          cairn.time(event.time), cairn.name(event.type), cairn.line(event.fields)] };
      }));
    cairn.replace(this.history, [table, answer.problem ? cairn.problem(answer.problem) : null]
      .concat(this.pager(answer)));
    this.mark();
  };

  View.prototype.mark = function () {
    const rows = this.history.getElementsByTagName('tr');
    for (let i = 0; i < rows.length; i++) {
      const here = rows[i].getAttribute('data-sequence') === String(this.at);
      if (here) {
        rows[i].setAttribute('aria-current', 'true');
      } else {
        rows[i].removeAttribute('aria-current');
      }
    }
  };

  View.prototype.pager = function (answer) {
    const self = this;
    function button(label, to, there) {
      return h('button', { type: 'button', disabled: !there, click: function () {
        cairn.ask('history', Object.assign({ to: to }, self.of), function (next) { self.showHistory(next); });
      } }, label);
    }
    const oldest = Math.max(1, this.actor.first);
    return h('p', { class: 'pager' }, [button('Newer', answer.to + 50, answer.to < this.actor.last),
      h('span', { class: 'quiet' }, cairn.number(answer.from) + ' to ' + cairn.number(answer.to)),
      button('Older', answer.from - 1, answer.from > oldest)]);
  };

  cairn.views.actor = {
    title: function (parameters) { return 'Actor ' + parameters.id; },
    show: function (main, parameters) { new View(main, parameters).start(); }
  };
})();
