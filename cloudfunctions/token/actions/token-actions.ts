import type { TokenActions } from '../../../miniprogram/domain/api/token'
import type { ActionTable } from '../../lib/define-function'
import type { Services } from '../../lib/services'
import { issueToken } from './issue-token'

export const tokenActions = (services: Services): ActionTable<keyof TokenActions> => ({
  'token.issue': issueToken(services),
  'token.renew': issueToken(services),
})
