import { posix } from 'node:path'
import { importsOf, listSources, readSource } from '../lib/sources.mjs'

/** Of rtc, which is loaded by `require.async`, other packages import types alone, and only these. */
const RTC_TYPES = ['rtc/ports', 'rtc/sessions', 'rtc/viewer-session', 'rtc/anchor-session']

/**
 * Which folder may import which (architecture in docs/architecture.md). The first rule whose `from` matches a file
 * speaks for it. `to` lists folders of the repository, `packages` npm packages (`*` = any).
 */
const RULES = [
  { from: /\.(?:test|journey|contract)\.ts$|\/testing\/|^test\//, to: [''], packages: ['*'] },
  { from: /^miniprogram\/domain\//, to: ['miniprogram/domain'], packages: [] },
  {
    from: /^miniprogram\/core\//,
    to: ['miniprogram/domain', 'miniprogram/core'],
    packages: ['mobx-miniprogram', 'mobx-miniprogram-bindings'],
  },
  {
    from: /^miniprogram\/rtc\//,
    to: ['miniprogram/domain', 'miniprogram/core', 'miniprogram/rtc'],
    packages: ['zego-express-engine-miniprogram'],
    why: 'rtc alone touches the SDK',
  },
  {
    from: /^miniprogram\/services\//,
    to: [
      ...['domain', 'core', 'purchase', 'services', 'config'].map((place) => `miniprogram/${place}`),
      'miniprogram/rtc/index',
      'miniprogram/rtc/sessions',
    ],
    packages: [],
  },
  {
    from: /^miniprogram\/components\//,
    to: ['miniprogram/domain', 'miniprogram/core', 'miniprogram/components'],
    packages: [],
  },
  {
    from: /^miniprogram\/purchase\//,
    to: ['miniprogram/domain', 'miniprogram/core', 'miniprogram/purchase'],
    packages: ['mobx-miniprogram', 'mobx-miniprogram-bindings'],
  },
  // No sub-package imports another.
  ...['live', 'shop', 'studio'].flatMap((own) => {
    const known = ['domain', 'core', 'purchase', ...RTC_TYPES].map((place) => `miniprogram/${place}`)
    return [
      {
        from: new RegExp(`^miniprogram/${own}/(?:stores|text)/`),
        to: [...known, `miniprogram/${own}/stores`, `miniprogram/${own}/text`],
        packages: ['mobx-miniprogram'],
      },
      {
        from: new RegExp(`^miniprogram/${own}/`),
        to: [
          ...known,
          ...['services', 'components', 'app', 'config', own].map((place) => `miniprogram/${place}`),
        ],
        packages: ['mobx-miniprogram', 'mobx-miniprogram-bindings'],
      },
    ]
  }),
  {
    from: /^miniprogram\//,
    to: [
      ...['domain', 'core', 'services', 'components', 'purchase', 'pages', 'app', 'config'].map(
        (place) => `miniprogram/${place}`,
      ),
      'miniprogram/rtc/sessions',
    ],
    packages: ['mobx-miniprogram', 'mobx-miniprogram-bindings'],
  },
  {
    from: /^cloudfunctions\//,
    to: ['cloudfunctions', 'miniprogram/domain'],
    packages: ['wx-server-sdk', 'zod', 'node:*'],
  },
  // No part of the sandbox imports another; sandbox.ts wires them. What all of them share is listed here.
  ...['zego', 'media', 'cloud', 'pay', 'people', 'web', 'browser', 'project'].map((part) => ({
    from: new RegExp(`^sandbox/${part}/`),
    to: [
      `sandbox/${part}`,
      'sandbox/web',
      'sandbox/browser',
      'sandbox/project',
      'sandbox/part',
      'sandbox/errors',
      'sandbox/faults',
      'sandbox/persistent-map',
      'sandbox/rate-limiter',
      'sandbox/webhook-sender',
      'sandbox/private-file',
    ],
    packages: ['*'],
  })),
  {
    from: /^sandbox\/phone\/built-ins\/live-engines\.ts$/,
    to: ['sandbox/media/page', 'sandbox/phone'],
    packages: ['*'],
    why: 'composition of the phone page: its live components run on the media engines',
  },
  {
    from: /^sandbox\/phone\//,
    to: [
      'sandbox/phone',
      'sandbox/web',
      'sandbox/browser',
      'sandbox/project',
      'sandbox/part',
      'sandbox/errors',
      'sandbox/faults',
    ],
    packages: ['*'],
  },
  {
    from: /^sandbox\/(?:automator|control)\//,
    to: ['sandbox'],
    packages: ['*'],
    why: 'they drive phones and show every part',
  },
  { from: /^sandbox\//, to: ['sandbox'], packages: ['*'] },
  { from: /^tools\//, to: ['tools', 'sandbox', 'test/bench'], packages: ['*'] },
]

export async function checkBorders(root) {
  const problems = []
  for (const file of listSources(
    root,
    /^(?:miniprogram|cloudfunctions|sandbox|test|tools)\/.*\.(?:ts|mjs|cjs|js)$/,
  )) {
    const rule = RULES.find(({ from }) => from.test(file))
    if (!rule) {
      problems.push(`${file}: no rule says what it may import (tools/check/borders.mjs)`)
      continue
    }
    for (const specifier of importsOf(readSource(root, file))) {
      if (!isAllowed(rule, file, specifier)) problems.push(`${file} may not import ${specifier}`)
    }
  }
  return problems
}

function isAllowed(rule, file, specifier) {
  if (specifier.startsWith('.')) {
    const target = posix.normalize(posix.join(posix.dirname(file), specifier))
    return rule.to.some(
      (folder) =>
        folder === '' ||
        target === folder ||
        target.startsWith(`${folder}/`) ||
        target.replace(/\.ts$/, '') === folder,
    )
  }
  return rule.packages.some((name) =>
    name.endsWith('*')
      ? specifier.startsWith(name.slice(0, -1))
      : specifier === name || specifier.startsWith(`${name}/`),
  )
}
