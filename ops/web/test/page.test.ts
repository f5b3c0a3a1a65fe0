import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gridLayout } from '../src/layout.js';
import { idOf, initials, invitation, nameOf, readFragment } from '../src/names.js';

test('shouldKeepNamesThroughIds', () => {
  for (const name of ['Ann', 'Jürgen Müller', '李雷', 'a=b %41', 'O’Neil']) {
    assert.match(idOf(name), /^[A-Za-z0-9._~@:+=-]{1,128}$/);
    assert.equal(nameOf(idOf(name)), name);
  }
  assert.equal(nameOf('100%=zz'), '100%=zz');
});

test('shouldFillTheAreaWithTiles', () => {
  assert.deepEqual(gridLayout(1, 1600, 900), { columns: 1, width: 1600, height: 900 });
  assert.equal(gridLayout(4, 1600, 900).columns, 2);
  assert.equal(gridLayout(2, 400, 900).columns, 1);
  for (let n = 1; n < 30; n++) {
    const { columns, width, height } = gridLayout(n, 1280, 720);
    assert.ok(columns * width + (columns - 1) * 12 <= 1280 && Math.ceil(n / columns) * height <= 720);
  }
});

test('shouldReadLinks', () => {
  assert.deepEqual(readFragment('#scope=a%20b&token=x.y.z'), { scope: 'a b', name: '', token: 'x.y.z' });
  assert.equal(invitation('http://h:1/#scope=a&token=secret', 'a b'), 'http://h:1/#scope=a%20b');
  assert.equal(initials('Ann Lee'), 'AL');
});
