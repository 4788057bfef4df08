/* The stores of the folder, and one store: its types, its events over time and by type. */
(function () {
  'use strict';

  const cairn = window.cairn;
  const h = cairn.h;

  function typesTable(store, types) {
    const most = types.reduce(function (high, each) { return Math.max(high, each.events); }, 1);
    return cairn.table('Types of actors in store ' + store, ['Type', '>Actors', '>Events', 'Share', '>Snapshots'],
      types.map(function (each) {
        return [h('a', { href: cairn.link('actors', { store: store, type: each.type }) }, each.type),
          cairn.number(each.actors), cairn.number(each.events), cairn.bar(each.events / most),
          cairn.number(each.snapshots)];
      }));
  }

  function types(store) {
    const place = h('div', {}, cairn.progress('Counting the actors', 0, 0));
    cairn.follow('types', { store: store }, function (answer) {
      const shown = [];
      if (answer.problem) {
        shown.push(cairn.problem(answer.problem));
      } else if (answer.types.length > 0) {
        shown.push(typesTable(store, answer.types));
      }
      if (answer.running && !answer.known) {
        const actors = answer.types.reduce(function (sum, each) { return sum + each.actors; }, 0);
        shown.push(cairn.progress('Counting the actors: ' + cairn.number(actors) + ' so far', 0, 0));
      } else if (!answer.problem && answer.types.length === 0) {
        shown.push(cairn.empty('No actor yet', 'An actor appears here with its first event.'));
      }
      cairn.replace(place, shown);
    });
    return place;
  }

  function facts(store) {
    return h('p', { class: 'facts' }, [h('span', {}, store.backend), h('span', {}, ['since ', cairn.time(store.created)]),
      store.sealed ? h('span', { class: 'mark' }, 'sealed') : null]);
  }

  cairn.views.stores = {
    title: function () { return 'Stores'; },
    show: function (main) {
      cairn.ask('stores', {}, function (answer) {
        if (answer.problem) {
          cairn.fail(main, 'Stores', answer.problem);
          return;
        }
        if (answer.stores.length === 0) {
          cairn.replace(main, [h('h1', { tabindex: -1 }, 'Stores'),
            cairn.empty('No store yet', 'A store appears here with the first event of an actor.')]);
          cairn.ready();
          return;
        }
        cairn.replace(main, [h('h1', { tabindex: -1 }, 'Stores')].concat(answer.stores.map(function (store) {
          return h('section', { class: 'card' }, [
            h('h2', {}, h('a', { href: cairn.link('store', { store: store.name }) }, store.name)), facts(store),
            types(store.name)]);
        })));
        cairn.ready();
      });
    }
  };

  function eventTypes(each) {
    const most = each.reduce(function (high, one) { return Math.max(high, one.events); }, 1);
    const sorted = each.slice().sort(function (one, other) { return other.events - one.events; });
    return cairn.table('Events by type', ['Actor', 'Event', '>Events', 'Share', '>Bytes'], sorted.map(function (one) {
      return [cairn.name(one.type), cairn.name(one.event), cairn.number(one.events), cairn.bar(one.events / most),
        cairn.bytes(one.bytes)];
    }));
  }

  function events(store) {
    const place = h('div', {}, cairn.progress('Reading the log', 0, 0));
    cairn.follow('events', { store: store }, function (answer) {
      const shown = [];
      if (answer.problem) {
        shown.push(cairn.problem(answer.problem));
      }
      if (answer.running && !answer.known) {
        shown.push(cairn.progress('Reading the log', answer.read, answer.all));
      }
      if (answer.read > 0) {
        shown.push(cairn.timeChart(answer.times), h('h3', {}, 'By type'), eventTypes(answer.types));
      } else if (!answer.running && !answer.problem) {
        shown.push(cairn.empty('No event', 'The log of this store is empty.'));
      }
      cairn.replace(place, shown);
    });
    return place;
  }

  cairn.views.store = {
    title: function (parameters) { return 'Store ' + parameters.store; },
    show: function (main, parameters) {
      cairn.ask('stores', {}, function (answer) {
        const store = (answer.stores || []).filter(function (each) { return each.name === parameters.store; })[0];
        if (!store) {
          cairn.fail(main, 'Store', answer.problem || 'There is no store ' + parameters.store + ' here.');
          return;
        }
        cairn.replace(main, [cairn.crumbs([['stores', {}, 'Stores']]),
          h('h1', { tabindex: -1 }, ['Store ', cairn.name(store.name)]), facts(store),
          h('p', { class: 'quiet' }, ['Identity ', h('code', {}, store.id)]),
          h('section', {}, [h('h2', {}, 'Types of actors'), types(store.name)]),
          h('section', {}, [h('h2', {}, 'Events'), events(store.name)])]);
        cairn.ready();
      });
    }
  };
})();
