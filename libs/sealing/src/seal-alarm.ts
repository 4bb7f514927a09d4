import type { Pool } from 'pg';
import { type Alarm, nothingSigned, type SignerMemory } from './memory/signer-memory';
import { showAlarm } from './seal-records';

/**
 * The alarm of a signer: raised by the first contradiction, and latched. It stands in this process, in the signer's memory and, for
 * processes that only show it, in the database. That the trouble seems to have gone opens nothing: an audit that passes does, or an
 * operator who has looked.
 */
export class SealAlarm {
  private here: Alarm | undefined;

  constructor(
    private readonly pool: Pool,
    private readonly memory: SignerMemory,
    private readonly now: () => Date,
  ) {}

  /** What stands in this process: nobody outside can take it back. */
  get standing(): Alarm | undefined {
    return this.here;
  }

  /** Raises it, unless one stands already or an operator has looked at this very one. */
  async raise(code: string, detail: string): Promise<void> {
    if (this.here) return;
    const raised = { code, detail, since: this.now().toISOString() };
    this.here = raised; // before the memory is asked: one that cannot be read or written keeps no alarm away
    await this.memory.alone(async () => {
      const remembered = (await this.read()) ?? nothingSigned;
      const looked = remembered.acknowledged.some((one) => one.code === code && one.detail === detail);
      this.here = remembered.alarm ?? (looked ? undefined : raised);
      if (this.memory.held && !remembered.alarm && this.here)
        await this.memory.write({ ...remembered, alarm: this.here });
    });
    await this.show();
  }

  /** Takes up what the memory holds, as at a start. */
  async recall(): Promise<Alarm | undefined> {
    this.here ??= (await this.read())?.alarm ?? undefined;
    return this.here;
  }

  /** An audit has passed. */
  async open(): Promise<void> {
    await this.memory.alone(async () => {
      const remembered = await this.read();
      if (remembered?.alarm && this.memory.held) await this.memory.write({ ...remembered, alarm: null });
      this.here = undefined;
    });
    await this.show();
  }

  /** @returns the alarm that an operator has looked at since this was last asked. */
  async acknowledge(): Promise<Alarm | undefined> {
    const standing = await this.recall();
    if (!standing || !this.memory.held) return undefined;
    const reason = await this.memory.takeAcknowledgement();
    if (reason === undefined) return undefined;
    await this.memory.alone(async () => {
      const remembered = (await this.read()) ?? nothingSigned;
      const looked = { ...standing, at: this.now().toISOString(), reason };
      await this.memory.write({ ...remembered, alarm: null, acknowledged: [...remembered.acknowledged, looked] });
      this.here = undefined;
    });
    await this.show();
    return standing;
  }

  /** Says it to the other processes, again and again: what stands in the database can be taken away there. */
  async show(): Promise<void> {
    await showAlarm(this.pool, this.here ? `${this.here.code}: ${this.here.detail}` : null);
  }

  private async read() {
    return this.memory.held ? this.memory.read() : undefined;
  }
}
