import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { either, ok, todo, unseen } from './line.mjs'

const DATABASE = 'cloudfunctions/database'

export async function functionLines(root) {
  const text = (file) => readFileSync(join(root, file), 'utf8')
  const json = (file) => JSON.parse(text(file))
  const names = readdirSync(join(root, 'cloudfunctions')).filter((name) =>
    existsSync(join(root, 'cloudfunctions', name, 'config.json')),
  )
  const configs = names.map((name) => ({ name, ...json(`cloudfunctions/${name}/config.json`) }))
  const started = (by) => names.filter((name) => text(`cloudfunctions/${name}/index.ts`).includes(`${by}(`))
  const byPlatform = [...started('defineTimer'), ...started('defineHttp')]

  const rules = json(`${DATABASE}/rules.json`)
  const functionRules = json(`${DATABASE}/function-rules.json`)
  const indexes = json(`${DATABASE}/indexes.json`)
  const open = Object.keys(rules).filter((name) => rules[name].read !== false || rules[name].write !== false)
  const ruleless = [...new Set(indexes.map(({ collection }) => collection))].filter((name) => !rules[name])
  const deployment = json('cloudfunctions/deployment.json')
  const unbuilt = names.filter((name) => !existsSync(builtFile(root, name)))

  return [
    either(
      unbuilt.length === 0,
      `built: ${names.join(', ')}`,
      `npm run build: ${unbuilt.join(', ')} missing`,
    ),
    ...(unbuilt.length === 0 ? openApiLines(root, configs) : []),
    ...limitLines(names, configs, deployment),
    ...environmentLines(text('cloudfunctions/lib/config.ts')),
    ...payLines(text('cloudfunctions/lib/wechat-pay/pay-config.ts')),
    ...configs
      .filter(({ triggers = [] }) => triggers.length > 0)
      .map(({ name }) => unseen(`${name}: its timer is uploaded (上传触发器)`)),
    ...started('defineHttp').map((name) =>
      unseen(`${name}: has an HTTP 访问服务 address, and that is entered where its caller asks for it`),
    ),
    either(
      open.length === 0 && ruleless.length === 0,
      `rules.json: phones read and write nothing (${Object.keys(rules).join(', ')})`,
      `rules.json: close ${[...open, ...ruleless].join(', ')}`,
    ),
    ...byPlatform.map((name) =>
      either(
        functionRules[name]?.invoke === false,
        `function-rules.json: phones may not call ${name}`,
        `function-rules.json must say {"${name}": {"invoke": false}}`,
      ),
    ),
    unseen('rules.json and function-rules.json are entered in the console'),
    unseen(`indexes are made: ${indexes.map(describeIndex).join(' · ')}`),
  ]
}

const describeIndex = ({ collection, keys, unique }) =>
  `${collection}(${keys.join(', ')})${unique ? ' unique' : ''}`

const builtFile = (root, name) => join(root, 'dist/cloudfunctions', name, 'index.js')

/** Every function is built with every service, so which of them calls an API cannot be told from its code. */
function openApiLines(root, configs) {
  const code = configs.map(({ name }) => readFileSync(builtFile(root, name), 'utf8')).join('\n')
  const used = new Set([...code.matchAll(/\bopenapi(?:\(\))?\.(\w+(?:\.\w+)+)\(/g)].map(([, api]) => api))
  const declared = configs.flatMap(({ name, permissions }) =>
    (permissions?.openapi ?? []).map((api) => ({ name, api })),
  )
  return [
    ...[...used].map((api) => {
      const by = declared.filter((one) => one.api === api).map(({ name }) => name)
      return by.length > 0
        ? ok(`openapi ${api} is declared by ${by.join(', ')}`)
        : todo(`openapi ${api} is used and in no config.json: undeclared calls fail with -604101`)
    }),
    ...declared
      .filter(({ api }) => !used.has(api))
      .map(({ name, api }) => todo(`${name}/config.json declares openapi ${api}, which no code uses`)),
  ]
}

/** What is set for each function where it is deployed; WeChat reads none of it from config.json. */
function limitLines(names, configs, deployment) {
  const missing = names.filter((name) => !deployment[name])
  const strangers = Object.keys(deployment).filter((name) => !names.includes(name))
  const vain = configs.filter((config) => 'timeout' in config).map(({ name }) => name)
  const limits = Object.entries(deployment).map(
    ([name, { timeout, memory, runtime }]) => `${name} ${timeout} s ${memory} MB ${runtime}`,
  )
  return [
    either(
      missing.length === 0 && strangers.length === 0,
      'deployment.json has the limits of every function',
      `deployment.json: add ${missing.join(', ') || 'nothing'}, remove ${strangers.join(', ') || 'nothing'}`,
    ),
    ...(vain.length === 0
      ? []
      : [
          todo(
            `config.json of ${vain.join(', ')}: WeChat does not honour "timeout", move it to deployment.json`,
          ),
        ]),
    unseen(`云函数-配置, else a function has 3 s: ${limits.join(' · ')}`),
  ]
}

/** The table is the schema of cloudfunctions/lib/config.ts. */
function environmentLines(source) {
  const schema = /const configSchema = z\.object\(\{([\s\S]*?)\n\}\)/.exec(source)?.[1] ?? ''
  const variables = schema.split(/\n {2}(?=[A-Z0-9_]+: )/).flatMap((part) => {
    const name = /^([A-Z0-9_]+): /.exec(part)?.[1]
    return name ? [{ name, rest: part }] : []
  })
  const needed = variables
    .filter(({ rest }) => !/\.(?:optional|default)\(/.test(rest))
    .map(({ name }) => name)
  const has = (name) => variables.some((variable) => variable.name === name)
  const only = [
    ['ZEGO_CALLBACK_SECRET', "zego-callback also has ZEGO_CALLBACK_SECRET (ZEGO's CallbackSecret)"],
    ['SETUP_CODE_SHA256', 'studio has SETUP_CODE_SHA256 until the shop has an owner: npm run setup-code'],
    ['ZEGO_SERVER_API', 'ZEGO_SERVER_API is not set: the default is the real service'],
  ]
  return [
    unseen(`environment of every function: ${needed.join(', ')}`),
    ...only.filter(([name]) => has(name)).map(([, line]) => unseen(line)),
  ]
}

/** The table is the schema of cloudfunctions/lib/wechat-pay/pay-config.ts; without it nothing can be paid. */
function payLines(source) {
  const names = [...source.matchAll(/^ {2}(WECHAT_PAY_\w+): (?!.*\.default\()/gm)].map(([, name]) => name)
  return [
    unseen(`shop, pay-notify and clock also have ${names.join(', ')}`),
    unseen('the merchant and this AppID are bound, 小程序支付 and 发货信息管理 are switched on'),
  ]
}
