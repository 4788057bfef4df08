/* The actors of one type, with a search. */
(function () {
  'use strict';

  const cairn = window.cairn;
  const h = cairn.h;
  const PAUSE = 250;

  function rows(actors) {
    return actors.map(function (actor) {
      return [h('a', { href: cairn.link('actor', { store: actor.store, type: actor.type, id: actor.id }) },
        cairn.name(actor.id)), cairn.number(actor.last), cairn.number(actor.events), cairn.number(actor.snapshots)];
    });
  }

  function Listing(parameters) {
    this.parameters = parameters;
    this.place = h('div', {});
    this.begin('');
  }

  Listing.prototype.begin = function (sought) {
    this.sought = sought;
    this.round = (this.round || 0) + 1;
    this.found = [];
    this.looked = 0;
    this.more({}, 1);
  };

  /** Asks for more, until a page is full; a search that finds little goes on by itself. */
  Listing.prototype.more = function (from, wanted) {
    const self = this;
    const round = this.round;
    cairn.ask('actors', { store: this.parameters.store, type: this.parameters.type, q: this.sought || null,
      after: from.after, inside: from.inside ? 1 : null }, function (answer) {
      if (round !== self.round) {
        return;
      }
      if (answer.problem) {
        cairn.replace(self.place, cairn.problem(answer.problem));
        return;
      }
      self.found = self.found.concat(answer.actors);
      self.looked += answer.looked;
      const goesOn = answer.after !== null && self.found.length < wanted * 50;
      self.show(answer, wanted, goesOn);
      if (goesOn) {
        self.more(answer, wanted);
      }
    });
  };

  Listing.prototype.show = function (answer, wanted, goesOn) {
    const self = this;
    const shown = [];
    if (this.found.length > 0) {
      shown.push(cairn.table('Actors', ['Actor', '>Last event', '>Events stored', '>Snapshots'], rows(this.found)));
    } else if (!goesOn) {
      shown.push(this.sought
        ? cairn.empty('No such actor', 'No id of this type has “' + cairn.name(this.sought) + '” in it.')
        : cairn.empty('No actor', 'This store has no actor of this type.'));
    }
    const looked = this.sought ? ', ' + cairn.many(this.looked, 'id', 'ids') + ' looked at' : '';
    const count = cairn.many(this.found.length, 'actor', 'actors') + ' shown' + looked;
    if (goesOn) {
      shown.push(cairn.progress(count, 0, 0));
    } else if (answer.after !== null) {
      shown.push(h('p', { class: 'more' }, [h('button', { type: 'button', click: function () {
        self.more(answer, wanted + 1);
      } }, 'Show more'), ' ', h('span', { class: 'quiet' }, count)]));
    } else if (this.found.length > 0) {
      shown.push(h('p', { class: 'quiet' }, count + ', and no more.'));
    }
    cairn.replace(this.place, shown);
    if (!goesOn) {
      cairn.say(count);
    }
  };

  cairn.views.actors = {
    title: function (parameters) { return 'Actors of type ' + parameters.type; },
    show: function (main, parameters) {
      const listing = new Listing(parameters);
      let typed = 0;
      const search = h('input', { type: 'search', id: 'search', autocomplete: 'off', spellcheck: 'false',
        autocapitalize: 'off', input: function () {
          const mine = ++typed;
          cairn.later(PAUSE, function () {
            if (mine === typed) {
              listing.begin(search.value);
            }
          });
        } });
      cairn.replace(main, [
        cairn.crumbs([['stores', {}, 'Stores'], ['store', { store: parameters.store }, parameters.store]]),
        h('h1', { tabindex: -1 }, cairn.name(parameters.type)),
        h('p', { class: 'search' }, [h('label', { for: 'search' }, 'Find an actor by a part of its id'), search]),
        listing.place]);
      cairn.ready();
    }
  };
})();
