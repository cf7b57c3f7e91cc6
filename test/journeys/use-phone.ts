import { launchPhone, type PhoneDriver } from './phone-driver.ts'

/**
 * One phone for all tests of a file that is tagged @devtools: the phone of WeChat DevTools when `KAIBO_CLI` names its
 * command line (npm run test:devtools), else a viewer's in a sandbox of the file's own.
 */
export function usePhone(): () => PhoneDriver {
  let phone: PhoneDriver | undefined
  let end: (() => Promise<unknown>) | undefined
  beforeAll(async () => {
    const { PROJECT_ROOT, startWorld } = await import('./world.ts')
    const cli = process.env.KAIBO_CLI
    if (cli) {
      const launched = await launchPhone(cli, PROJECT_ROOT)
      end = async () => launched.app.close()
      phone = launched
    } else {
      const world = await startWorld()
      end = () => world.stop()
      phone = await world.phone('林间小鹿')
    }
  })
  afterAll(() => end?.())
  return () => {
    if (!phone) throw new Error('the phone exists only inside tests')
    return phone
  }
}
