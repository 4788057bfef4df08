/* Numbers, times and stored values, as people read them. */
(function () {
  'use strict';

  const cairn = window.cairn;
  const h = cairn.h;
  const BRIEF = 140;

  cairn.number = function (value) {
    const parts = String(value).split('.');
    parts[0] = parts[0].replace(/\B(?=(\d{3})+(?!\d))/g, ',');
    return parts.join('.');
  };

  cairn.many = function (count, one, several) {
    return cairn.number(count) + ' ' + (count === 1 ? one : several);
  };

  cairn.bytes = function (count) {
    const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
    let unit = 0;
    let value = count;
    while (value >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return (unit === 0 || value >= 100 ? cairn.number(Math.round(value)) : value.toFixed(1)) + ' ' + units[unit];
  };

  /** The time to the millisecond, in UTC as the command line prints it. */
  cairn.time = function (iso) {
    const shown = iso.replace('T', ' ').replace('Z', '').replace(/(\.\d{3})\d+$/, '$1');
    return h('time', { datetime: iso, title: iso }, shown);
  };

  /** Characters that would hide others, or turn the direction of writing, are shown as what they are. */
  cairn.safe = function (text) {
    return String(text).replace(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
      function (c) { return '\\u' + ('000' + c.charCodeAt(0).toString(16)).slice(-4); });
  };

  cairn.name = function (text) {
    return cairn.safe(text).replace(/\n/g, '\\u000a');
  };

  function more(count, what) {
    return count > 0 ? h('p', { class: 'quiet' }, 'and ' + cairn.many(count, what, what + 's') + ' more') : null;
  }

  function fields(value) {
    const rows = value.map.map(function (pair) {
      return h('div', {}, [h('dt', {}, cairn.name(pair[0])), h('dd', {}, cairn.value(pair[1]))]);
    });
    return rows.length === 0
      ? h('span', { class: 'quiet' }, 'no fields')
      : h('div', {}, [h('dl', { class: 'fields' }, rows), more(value.more, 'field')]);
  }

  function isPlain(value) {
    return value === null || typeof value !== 'object' || !value.map && !value.list;
  }

  function names(record) {
    return record.map.map(function (pair) { return pair[0]; }).join('\n');
  }

  /** Records of one shape are the rows of a table. */
  function areRows(values) {
    return values.every(function (each) {
      return each !== null && each.map && each.map.length > 0 && names(each) === names(values[0])
        && each.map.every(function (pair) { return isPlain(pair[1]); });
    });
  }

  function rows(values) {
    const heads = ['>#'].concat(values[0].map.map(function (pair, column) {
      const numbers = values.every(function (each) {
        const value = each.map[column][1];
        return value !== null && value.number !== undefined;
      });
      return (numbers ? '>' : '') + cairn.name(pair[0]);
    }));
    return cairn.table('Values of the list', heads, values.map(function (each, index) {
      return [h('span', { class: 'quiet' }, String(index))].concat(each.map.map(function (pair) {
        return cairn.value(pair[1]);
      }));
    }));
  }

  function list(value) {
    if (value.list.length === 0) {
      return h('span', { class: 'quiet' }, 'empty list');
    }
    if (areRows(value.list)) {
      return h('div', {}, [rows(value.list), more(value.more, 'value')]);
    }
    const items = value.list.map(function (each) { return h('li', {}, cairn.value(each)); });
    return h('div', {}, [h('ol', { class: 'values', start: 0 }, items), more(value.more, 'value')]);
  }

  /** A value in full. */
  cairn.value = function (value) {
    if (value === null) {
      return h('span', { class: 'quiet' }, 'null');
    }
    if (typeof value !== 'object') {
      return value === '' ? h('span', { class: 'quiet' }, 'empty text')
        : h('span', { class: typeof value === 'string' ? 'text' : 'word' }, cairn.safe(value));
    }
    if (value.map) {
      return fields(value);
    }
    if (value.list) {
      return list(value);
    }
    if (value.number !== undefined) {
      return h('span', { class: 'digits' }, value.number);
    }
    if (value.bytes !== undefined) {
      return h('span', {}, [h('code', {}, value.bytes), h('span', { class: 'quiet' }, ' ' + cairn.bytes(value.size))]);
    }
    return h('span', { class: 'text' }, [cairn.safe(value.text) + '…',
      h('span', { class: 'quiet' }, ' ' + cairn.number(value.size) + ' characters')]);
  };

  function words(value) {
    if (value === null || typeof value !== 'object') {
      return typeof value === 'string' ? '“' + cairn.name(value) + '”' : String(value);
    }
    if (value.map) {
      return '{' + value.map.map(function (pair) {
        return cairn.name(pair[0]) + ' ' + words(pair[1]);
      }).join(', ') + (value.more > 0 ? ', …' : '') + '}';
    }
    if (value.list) {
      return '[' + value.list.map(words).join(', ') + (value.more > 0 ? ', …' : '') + ']';
    }
    if (value.number !== undefined) {
      return value.number;
    }
    return value.bytes !== undefined ? cairn.bytes(value.size) : '“' + cairn.name(value.text) + '…”';
  }

  /** A value in a few words, as text. */
  cairn.brief = function (value) {
    const text = words(value);
    return text.length > BRIEF ? text.slice(0, BRIEF) + '…' : text;
  };

  /** Fields on one line. */
  cairn.line = function (value) {
    if (value.map.length === 0) {
      return h('span', { class: 'quiet' }, 'no fields');
    }
    const shown = [];
    for (const pair of value.map) {
      shown.push(h('span', { class: 'pair' },
        [h('span', { class: 'label' }, cairn.name(pair[0])), ' ', h('span', {}, cairn.brief(pair[1]))]), ' ');
    }
    return h('span', { class: 'line' }, shown);
  };

  /** A view that has nothing but a problem to show. */
  cairn.fail = function (place, title, sentence) {
    cairn.replace(place, [h('h1', { tabindex: -1 }, title), cairn.problem(sentence)]);
    cairn.ready();
  };

  cairn.problem = function (sentence) {
    return h('div', { class: 'problem', role: 'alert' }, [h('h2', {}, 'This cannot be shown'),
      h('p', {}, cairn.safe(sentence))]);
  };

  cairn.empty = function (title, sentence) {
    return h('div', { class: 'empty' }, [h('h2', {}, title), h('p', {}, sentence)]);
  };

  /** How far a scan is. */
  cairn.progress = function (what, done, all) {
    const part = all > 0 ? Math.floor(100 * done / all) : 0;
    const label = all > 0
      ? what + ': ' + cairn.number(done) + ' of ' + cairn.number(all) + ' events'
      : what + '…';
    return h('div', { class: 'progress' }, [
      h('progress', all > 0 ? { max: 100, value: part, 'aria-label': what } : { 'aria-label': what }),
      h('span', {}, label)]);
  };

  cairn.table = function (caption, heads, rows) {
    return h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption }, h('table', {}, [
      h('caption', { class: 'unseen' }, caption),
      h('thead', {}, h('tr', {}, heads.map(function (head) {
        const right = head.charAt(0) === '>';
        return h('th', { scope: 'col', class: right ? 'right' : null }, right ? head.slice(1) : head);
      }))),
      h('tbody', {}, rows.map(function (row) {
        return h('tr', row.attributes || {}, (row.cells || row).map(function (cell, column) {
          return h('td', { class: heads[column].charAt(0) === '>' ? 'right' : null }, cell);
        }));
      }))]));
  };
})();
