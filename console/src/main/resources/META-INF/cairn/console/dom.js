/* Elements, questions to the server, and work that ends with the view that began it. */
(function () {
  'use strict';

  const cairn = { views: {} };
  window.cairn = cairn;
  let generation = 0;

  function append(element, children) {
    for (const child of [].concat(children === undefined ? [] : children)) {
      if (child !== null && child !== undefined) {
        element.appendChild(typeof child === 'object' ? child : document.createTextNode(String(child)));
      }
    }
    return element;
  }

  function make(element, attributes, children) {
    for (const name of Object.keys(attributes || {})) {
      const value = attributes[name];
      if (typeof value === 'function') {
        element.addEventListener(name, value);
      } else if (value !== null && value !== undefined && value !== false) {
        element.setAttribute(name, value === true ? '' : String(value));
      }
    }
    return append(element, children);
  }

  /** An element. A function among the attributes listens; texts among the children stay texts, whatever they hold. */
  cairn.h = function (tag, attributes, children) {
    return make(document.createElement(tag), attributes, children);
  };

  cairn.svg = function (tag, attributes, children) {
    return make(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
  };

  cairn.replace = function (element, children) {
    while (element.firstChild) {
      element.removeChild(element.firstChild);
    }
    return append(element, children);
  };

  /** Tells a screen reader what has changed. */
  cairn.say = function (sentence) {
    document.getElementById('said').textContent = sentence;
  };

  cairn.query = function (parameters) {
    return Object.keys(parameters)
      .filter(function (name) { return parameters[name] !== undefined && parameters[name] !== null; })
      .map(function (name) { return name + '=' + encodeURIComponent(parameters[name]); })
      .join('&');
  };

  cairn.link = function (view, parameters) {
    const query = cairn.query(parameters || {});
    return '#/' + view + (query ? '?' + query : '');
  };

  /** A new view begins: nothing of the old one comes any more. */
  cairn.turn = function () {
    generation++;
  };

  cairn.later = function (millis, work) {
    const mine = generation;
    setTimeout(function () {
      if (mine === generation) {
        work();
      }
    }, millis);
  };

  /** Asks the server. What comes after the view has gone is dropped. */
  cairn.ask = function (path, parameters, done) {
    const mine = generation;
    const request = new XMLHttpRequest();
    request.open('GET', '/api/' + path + '?' + cairn.query(parameters || {}));
    request.onload = function () {
      if (mine === generation) {
        if (request.status === 401) {
          cairn.lockedOut();
        } else {
          done(JSON.parse(request.responseText), request.status);
        }
      }
    };
    request.onerror = function () {
      if (mine === generation) {
        cairn.gone();
      }
    };
    request.send();
  };

  /** Asks again until the scan behind the answer has ended. */
  cairn.follow = function (path, parameters, show) {
    cairn.ask(path, parameters, function (answer, status) {
      show(answer, status);
      if (answer.running) {
        cairn.later(400, function () { cairn.follow(path, parameters, show); });
      }
    });
  };
})();
