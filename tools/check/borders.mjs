import { posix } from 'node:path'
import { importsOf, listSources, readSource } from '../lib/sources.mjs'

/**
 * Which folder may import which (architecture in docs/architecture.md). The first rule whose `from` matches a file
 * speaks for it. `to` lists folders of the repository, `packages` npm packages (`*` = any).
 */
const RULES = [
  { from: /\.(?:test|journey|contract)\.ts$|\/testing\/|^test\//, to: [''], packages: ['*'] },
  { from: /^miniprogram\/domain\//, to: ['miniprogram/domain'], packages: [] },
  {
    from: /^miniprogram\/stores\//,
    to: ['miniprogram/domain', 'miniprogram/stores'],
    packages: ['mobx-miniprogram'],
  },
  {
    from: /^miniprogram\/rtc\//,
    to: ['miniprogram/domain', 'miniprogram/stores', 'miniprogram/rtc'],
    packages: ['zego-express-engine-miniprogram'],
    why: 'rtc implements the interfaces of the stores and alone touches the SDK',
  },
  {
    from: /^miniprogram\/services\//,
    to: [
      'miniprogram/domain',
      'miniprogram/stores',
      'miniprogram/services',
      'miniprogram/rtc',
      'miniprogram/config',
    ],
    packages: [],
  },
  { from: /^miniprogram\/components\//, to: ['miniprogram/domain', 'miniprogram/components'], packages: [] },
  {
    from: /^miniprogram\//,
    to: ['miniprogram'],
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
      'sandbox/read-json-file',
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
