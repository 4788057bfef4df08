/* What a verification finds. */
(function () {
  'use strict';

  const cairn = window.cairn;
  const h = cairn.h;

  function verdict(check) {
    return h('div', { class: check.damages === 0 ? 'good' : 'problem' }, [
      h('h2', {}, check.damages === 0 ? 'No damage'
        : cairn.many(check.damages, 'damaged place', 'damaged places')),
      h('p', {}, cairn.many(check.streams, 'actor', 'actors') + ', ' + cairn.many(check.events, 'event', 'events')
        + ' and ' + cairn.many(check.snapshots, 'snapshot', 'snapshots') + ' were read.'
        + (check.forgotten > 0 ? ' ' + cairn.many(check.forgotten, 'actor', 'actors') + ' were forgotten.' : ''))]);
  }

  function damages(list) {
    return list.map(function (damage) {
      return h('li', {}, [h('h3', {}, cairn.name(damage.place)), h('p', {}, cairn.safe(damage.what)),
        h('p', { class: 'quiet' }, 'What is left: ' + cairn.safe(damage.left))]);
    });
  }

  function show(place, begin, answer) {
    const shown = [];
    if (answer.problem) {
      shown.push(cairn.problem(answer.problem));
    }
    if (answer.running) {
      shown.push(cairn.progress('Reading', answer.read, answer.all));
    } else {
      shown.push(h('p', {}, h('button', { type: 'button', class: 'primary', click: begin },
        answer.begun ? 'Read everything again' : 'Read everything')));
    }
    if (answer.check) {
      shown.push(verdict(answer.check), h('p', { class: 'quiet' }, ['Ended ', cairn.time(answer.ended), ' UTC.']));
      cairn.say(answer.check.damages === 0 ? 'No damage was found.' : answer.check.damages + ' places are damaged.');
    }
    if (answer.damages.length > 0) {
      shown.push(h('ol', { class: 'damages' }, damages(answer.damages)));
      const more = answer.check ? answer.check.damages - answer.damages.length : 0;
      if (more > 0) {
        shown.push(h('p', { class: 'quiet' }, cairn.number(more) + ' more are named by cairn verify.'));
      }
    }
    cairn.replace(place, shown);
  }

  cairn.views.verify = {
    title: function () { return 'Verify'; },
    show: function (main) {
      const place = h('div', {});
      function begin() {
        cairn.ask('verify', { run: 1 }, next);
      }
      function next(answer) {
        show(place, begin, answer);
        if (answer.running) {
          cairn.later(400, function () { cairn.ask('verify', {}, next); });
        }
      }
      cairn.replace(main, [h('h1', { tabindex: -1 }, 'Verify'),
        h('p', { class: 'lead' }, 'Reads every record of every store as of one moment, and names each damaged place. A '
          + 'process that writes is not disturbed, and nothing is repaired.'), place]);
      cairn.ask('verify', {}, next);
      cairn.ready();
    }
  };
})();
