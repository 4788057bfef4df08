/* A running system: its actors in memory, what waits, and what it stores. */
(function () {
  'use strict';

  const cairn = window.cairn;
  const h = cairn.h;
  const SLOTS = 60;
  const WORDS = { IDLE: 'idle', READY: 'ready', RECOVERING: 'recovering', STARTING: 'starting', HANDLING: 'handling',
    PERSISTING: 'persisting', PAUSED: 'paused', STOPPING: 'stopping' };

  function age(millis) {
    if (millis === null) {
      return '';
    }
    return millis < 1000 ? cairn.number(millis) + ' ms' : cairn.number(Math.round(millis / 100) / 10) + ' s';
  }

  function table(shown) {
    return cairn.table('Actors in memory', ['Actor', 'Does', 'Command', '>For', '>Waiting'], shown.map(function (actor) {
      return [cairn.name(actor.path), WORDS[actor.activity] || actor.activity.toLowerCase(),
        actor.command === null ? '' : cairn.name(actor.command), age(actor.millis), cairn.number(actor.mailbox)];
    }));
  }

  function facts(answer) {
    const shown = Object.keys(answer.activities).map(function (name) {
      return h('span', {}, cairn.number(answer.activities[name]) + ' ' + (WORDS[name] || name.toLowerCase()));
    });
    const counters = answer.counters;
    shown.push(h('span', {}, cairn.many(counters.restarts, 'restart', 'restarts')),
      h('span', {}, cairn.many(counters.passivations, 'passivation', 'passivations')),
      h('span', {}, cairn.many(counters.deadLetters, 'dead letter', 'dead letters')));
    return h('p', { class: 'facts' }, shown);
  }

  function View() {
    this.memory = [];
    this.waiting = [];
    this.open = {};
    this.charts = h('div', { class: 'charts' });
    this.actors = h('div', {});
    this.facts = h('div', {});
  }

  View.prototype.keep = function (values, value) {
    values.push(value);
    if (values.length > SLOTS) {
      values.shift();
    }
  };

  /** Draws all charts anew; a table that was opened stays open. */
  View.prototype.draw = function (answer) {
    const self = this;
    const seconds = answer.seconds;
    function column(pick) {
      return seconds.map(pick);
    }
    const charts = [
      cairn.lineChart('Events stored', 'a second', column(function (s) { return s[2]; }), SLOTS),
      cairn.lineChart('Commits in a batch', 'on average', column(function (s) {
        return s[0] === 0 ? 0 : s[1] / s[0];
      }), SLOTS),
      cairn.lineChart('Size of a batch', 'KiB on average', column(function (s) {
        return s[0] === 0 ? 0 : s[3] / s[0] / 1024;
      }), SLOTS),
      cairn.lineChart('Commands that wait', 'in mailboxes', this.waiting, SLOTS),
      cairn.lineChart('Actors', 'in memory', this.memory, SLOTS)];
    charts.forEach(function (chart, index) {
      const details = chart.getElementsByTagName('details')[0];
      if (self.open[index]) {
        details.setAttribute('open', '');
      }
      details.addEventListener('toggle', function () { self.open[index] = details.hasAttribute('open'); });
    });
    if (!this.charts.contains(document.activeElement)) {
      cairn.replace(this.charts, charts);
    }
  };

  View.prototype.refresh = function () {
    const self = this;
    cairn.ask('live', { q: this.sought || null }, function (answer) {
      if (answer.problem) {
        cairn.replace(self.facts, cairn.problem(answer.problem));
        return;
      }
      self.keep(self.memory, answer.actors);
      self.keep(self.waiting, answer.waiting);
      cairn.replace(self.facts, facts(answer));
      self.draw(answer);
      if (!self.actors.contains(document.activeElement)) {
        cairn.replace(self.actors, answer.shown.length > 0 ? table(answer.shown)
          : cairn.empty('No actor', self.sought ? 'No path of an actor in memory has “' + cairn.name(self.sought)
            + '” in it.' : 'No actor is in memory.'));
      }
      cairn.later(1000, function () { self.refresh(); });
    });
  };

  cairn.views.live = {
    title: function () { return 'Live'; },
    show: function (main) {
      const view = new View();
      const search = h('input', { type: 'search', id: 'search', autocomplete: 'off', spellcheck: 'false',
        autocapitalize: 'off', input: function () { view.sought = search.value; } });
      cairn.replace(main, [h('h1', { tabindex: -1 }, 'Live'), view.facts, view.charts,
        h('section', {}, [h('h2', {}, 'Actors in memory'),
          h('p', { class: 'lead' }, 'Those that have handled one command for the longest time come first, then those for '
            + 'which most commands wait. At most 50 are shown.'),
          h('p', { class: 'search' }, [h('label', { for: 'search' }, 'Find an actor by a part of its path'), search]),
          view.actors])]);
      cairn.ready();
      view.refresh();
    }
  };
})();
