import { InMemoryRoomRepo } from '../testing/in-memory-room-repo'
import { roomRepoContract } from './room-repo.contract'

roomRepoContract('in memory', async () => new InMemoryRoomRepo())
