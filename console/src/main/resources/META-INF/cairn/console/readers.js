/* The readers of the logs, and how far they are behind. */
(function () {
  'use strict';

  const cairn = window.cairn;
  const h = cairn.h;

  function table(store, readers) {
    const most = readers.reduce(function (high, each) { return Math.max(high, each.waiting); }, 1);
    return cairn.table('Readers of store ' + store, ['Reader', '>Events that wait', 'Share', 'Position', 'Stored (UTC)'],
      readers.map(function (each) {
        return [[cairn.name(each.name), each.states ? h('span', { class: 'mark' }, 'has not handled the states') : null,
          each.trouble ? h('p', { class: 'trouble' }, 'Does not go on: ' + each.trouble) : null],
          cairn.number(each.waiting), cairn.bar(each.waiting / most), h('code', {}, each.position),
          cairn.time(each.time)];
      }));
  }

  function readers(store) {
    const place = h('div', {}, cairn.progress('Counting the events that wait', 0, 0));
    function refresh() {
      cairn.follow('readers', { store: store }, function (answer) {
        const shown = [];
        if (answer.problem) {
          shown.push(cairn.problem(answer.problem));
        } else if (answer.readers.length > 0) {
          shown.push(table(store, answer.readers));
        } else if (answer.known) {
          shown.push(h('p', { class: 'quiet' }, 'No reader is registered.'));
        } else {
          shown.push(cairn.progress('Counting the events that wait', 0, 0));
        }
        cairn.replace(place, shown);
        if (!answer.running && !answer.problem) {
          cairn.later(3000, refresh);
        }
      });
    }
    refresh();
    return place;
  }

  cairn.views.readers = {
    title: function () { return 'Readers'; },
    show: function (main) {
      cairn.ask('stores', {}, function (answer) {
        if (answer.problem) {
          cairn.fail(main, 'Readers', answer.problem);
          return;
        }
        cairn.replace(main, [h('h1', { tabindex: -1 }, 'Readers'),
          h('p', { class: 'lead' }, ['Compaction keeps every event that a reader has not read. A reader that never comes '
            + 'back is dropped with ', h('code', {}, 'cairn readers --drop'), '.'])].concat(answer.stores.map(function (store) {
          return h('section', { class: 'card' }, [h('h2', {}, store.name), readers(store.name)]);
        })));
        cairn.ready();
      });
    }
  };
})();
