/* Charts as SVG. Beside each is a table with the same numbers. */
(function () {
  'use strict';

  const cairn = window.cairn;
  const h = cairn.h;
  const svg = cairn.svg;
  const WIDTH = 720;
  const HEIGHT = 150;
  const UNITS = { 1: 'second', 60: 'minute', 3600: 'hour', 86400: 'day', 604800: 'week', 31536000: 'year' };

  function span(seconds) {
    if (UNITS[seconds]) {
      return UNITS[seconds];
    }
    const unit = [31536000, 86400, 3600, 60, 1].filter(function (each) { return seconds >= each; })[0];
    return cairn.number(Math.round(seconds / unit)) + ' ' + UNITS[unit] + 's';
  }

  function iso(seconds) {
    return new Date(seconds * 1000).toISOString();
  }

  function moment(seconds, width) {
    return iso(seconds).replace('T', ' ').slice(0, width >= 86400 ? 10 : width >= 60 ? 16 : 19);
  }

  function round(number) {
    return Math.round(number * 100) / 100;
  }

  function asTable(caption, heads, rows) {
    return h('details', {}, [h('summary', {}, 'The same as a table'), cairn.table(caption, heads, rows)]);
  }

  function figure(title, picture, ends, table) {
    return h('figure', {}, [h('figcaption', {}, title), picture,
      h('div', { class: 'ends', 'aria-hidden': 'true' }, ends.map(function (end) { return h('span', {}, end); })), table]);
  }

  /** How many events fell into each span of time. */
  cairn.timeChart = function (times) {
    const bins = times.bins;
    if (bins.length === 0) {
      return null;
    }
    const high = bins.reduce(function (most, bin) { return Math.max(most, bin[1]); }, 1);
    const step = WIDTH / bins.length;
    const bars = bins.filter(function (bin) { return bin[1] > 0; }).map(function (bin) {
      const tall = Math.max(2, (HEIGHT - 4) * bin[1] / high);
      const index = (bin[0] - bins[0][0]) / times.seconds;
      return svg('rect', { x: round(index * step + step * 0.1), y: round(HEIGHT - tall), width: round(step * 0.8),
        height: round(tall), rx: 1 },
        svg('title', {}, moment(bin[0], times.seconds) + ': ' + cairn.many(bin[1], 'event', 'events')));
    });
    const title = 'Events per ' + span(times.seconds);
    const first = moment(bins[0][0], times.seconds);
    const last = moment(bins[bins.length - 1][0], times.seconds);
    const label = title + ' from ' + first + ' to ' + last + ', at most ' + cairn.number(high);
    const picture = svg('svg', { class: 'chart', viewBox: '0 0 ' + WIDTH + ' ' + HEIGHT, role: 'img',
      'aria-label': label, preserveAspectRatio: 'none' }, bars);
    const rows = bins.filter(function (bin) { return bin[1] > 0; }).map(function (bin) {
      return [moment(bin[0], times.seconds), cairn.number(bin[1])];
    });
    return figure(title + ', at most ' + cairn.number(high), picture, [first, last + ' UTC'],
      asTable(title, ['From (UTC)', '>Events'], rows));
  };

  /** A bar in the cell of a table, whose number stands beside it. */
  cairn.bar = function (part) {
    return svg('svg', { class: 'bar', viewBox: '0 0 100 8', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
      svg('rect', { x: 0, y: 0, width: round(Math.max(0.5, 100 * part)), height: 8 }));
  };

  /** A line that moves on: the newest of the values is at the right. */
  cairn.lineChart = function (title, unit, values, slots) {
    const high = values.reduce(function (most, value) { return Math.max(most, value); }, 0);
    const step = WIDTH / (slots - 1);
    const begin = slots - values.length;
    const points = values.map(function (value, index) {
      const y = HEIGHT - 4 - (HEIGHT - 10) * (high === 0 ? 0 : value / high);
      return round((begin + index) * step) + ',' + round(y);
    });
    const now = values.length === 0 ? 0 : values[values.length - 1];
    const figures = cairn.number(round(now)) + ' ' + unit;
    const picture = svg('svg', { class: 'chart low', viewBox: '0 0 ' + WIDTH + ' ' + HEIGHT, role: 'img',
      'aria-label': title + ': now ' + figures + ', at most ' + cairn.number(round(high)),
      preserveAspectRatio: 'none' },
      points.length < 2 ? [] : [svg('polygon', { points: round(begin * step) + ',' + HEIGHT + ' ' + points.join(' ') + ' '
        + WIDTH + ',' + HEIGHT }), svg('polyline', { points: points.join(' '), 'vector-effect': 'non-scaling-stroke' })]);
    const rows = values.map(function (value, index) {
      return [index === values.length - 1 ? 'now' : (values.length - 1 - index) + ' s ago', cairn.number(round(value))];
    }).reverse();
    return h('figure', {}, [h('figcaption', {}, [title + ' ', h('strong', {}, figures)]), picture,
      h('div', { class: 'ends', 'aria-hidden': 'true' }, [h('span', {}, (slots - 1) + ' s ago'), h('span', {}, 'now')]),
      asTable(title, ['When', '>' + unit], rows)]);
  };
})();
