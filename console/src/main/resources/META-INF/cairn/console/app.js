/* Which view is shown: the part of the address after the hash. */
(function () {
  'use strict';

  const cairn = window.cairn;
  const h = cairn.h;
  const OF_FOLDER = [['stores', 'Stores'], ['readers', 'Readers'], ['verify', 'Verify']];
  const OF_SYSTEM = [['live', 'Live']];
  const ROOMS = { store: 'stores', actors: 'stores', actor: 'stores' };
  const main = document.getElementById('main');
  let settled = null;
  let about = null;

  function parse() {
    const hash = window.location.hash;
    const route = hash.indexOf('#/') === 0 ? hash.slice(2) : '';
    const parts = route.split('?');
    const parameters = {};
    for (const pair of (parts[1] || '').split('&')) {
      const equals = pair.indexOf('=');
      if (equals > 0) {
        parameters[pair.slice(0, equals)] = decodeURIComponent(pair.slice(equals + 1));
      }
    }
    const first = about.folder === null ? 'live' : 'stores';
    return { view: cairn.views[parts[0]] ? parts[0] : first, parameters: parameters };
  }

  function nav(view) {
    const room = ROOMS[view] || view;
    const rooms = [].concat(about.folder === null ? [] : OF_FOLDER, about.live ? OF_SYSTEM : []);
    cairn.replace(document.getElementById('nav'), rooms.map(function (each) {
      return h('a', { href: cairn.link(each[0]), 'aria-current': each[0] === room ? 'page' : null }, each[1]);
    }));
  }

  /** What this console has at all is asked once. */
  function begin() {
    cairn.ask('about', {}, function (answer) {
      about = answer;
      document.getElementById('folder').textContent = answer.folder === null ? '' : cairn.name(answer.folder);
      show();
    });
  }

  function show() {
    if (about === null) {
      begin();
      return;
    }
    if (window.location.hash === settled) {
      return;
    }
    settled = null;
    cairn.turn();
    const route = parse();
    const view = cairn.views[route.view];
    document.title = cairn.name(view.title(route.parameters)) + ' · Cairn console';
    nav(route.view);
    cairn.replace(main, []);
    main.setAttribute('aria-busy', 'true');
    view.show(main, route.parameters);
  }

  /** The view stands: its heading gets the focus, so that a screen reader begins there. */
  cairn.ready = function () {
    main.setAttribute('aria-busy', 'false');
    const heading = main.getElementsByTagName('h1')[0];
    if (heading && document.activeElement !== document.getElementById('search')) {
      heading.focus({ preventScroll: true });
    }
  };

  /** Writes into the address what the view shows already. */
  cairn.settle = function (view, parameters) {
    settled = cairn.link(view, parameters);
    window.history.replaceState(null, '', settled);
  };

  cairn.crumbs = function (steps) {
    return h('nav', { class: 'crumbs', 'aria-label': 'Where this is' }, h('ol', {}, steps.map(function (step) {
      return h('li', {}, h('a', { href: cairn.link(step[0], step[1]) }, cairn.name(step[2])));
    })));
  };

  function stand(title, sentence) {
    cairn.turn();
    cairn.replace(main, h('div', { class: 'empty' }, [h('h1', { tabindex: -1 }, title), h('p', {}, sentence)]));
    main.setAttribute('aria-busy', 'false');
  }

  cairn.lockedOut = function () {
    stand('The console does not know this browser', 'Open the address that the console printed when it started. It has '
      + 'the token, and a browser that brought it once is known until the console ends.');
  };

  cairn.gone = function () {
    stand('The console has ended', 'Start it again, and open the address that it prints.');
  };

  /** Trades the token of the first address for a cookie, and takes it out of the address. */
  function enter(token) {
    const request = new XMLHttpRequest();
    request.open('GET', '/api/session');
    request.setRequestHeader('Authorization', 'Bearer ' + token);
    request.onload = function () {
      window.history.replaceState(null, '', '#/');
      if (request.status === 204) {
        show();
      } else {
        cairn.lockedOut();
      }
    };
    request.onerror = function () { cairn.gone(); };
    request.send();
  }

  document.getElementById('skip').addEventListener('click', function () { main.focus(); });
  window.addEventListener('hashchange', show);
  if (window.location.hash.indexOf('#token=') === 0) {
    enter(window.location.hash.slice('#token='.length));
  } else {
    show();
  }
})();
