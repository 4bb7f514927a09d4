import {
  BadRequestException,
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  NotFoundException,
  Param,
  Post,
  Put,
} from '@nestjs/common';
import { Ajv, JSONSchemaType } from 'ajv';
import { Fault, faultModes } from './faults';
import { Houses } from './houses';
import { type Damage, damages, type RegisteredSubject, type Registry } from './platform';

/** What the real platform does not have: levers to set its register and to make it misbehave. */
@Controller(['control', 'bodies/:body/control'])
export class ControlController {
  constructor(private readonly houses: Houses) {}

  @Get('registry')
  registry(@Param('body') to?: string): Registry {
    return this.houses.of(to).reception.platform.registry();
  }

  /** Replaces the whole register and its mode. */
  @Put('registry')
  async replaceRegistry(@Body() body: unknown, @Param('body') to?: string): Promise<Registry> {
    await this.houses.of(to).reception.replaceRegistry(registrySchema(body));
    return this.registry(to);
  }

  /** A subject goes by another name from now on; enters it when it was not registered. */
  @Post('renames')
  @HttpCode(200)
  async rename(@Body() body: unknown, @Param('body') to?: string): Promise<RegisteredSubject> {
    const subject = subjectSchema(body);
    await this.houses.of(to).reception.rename(subject);
    return subject;
  }

  /** From now on messages of the service are answered at once, or taken and answered when somebody has them decided. */
  @Put('answers')
  async answers(@Body() body: unknown, @Param('body') to?: string): Promise<{ later: boolean }> {
    const { later } = answersSchema(body);
    await this.houses.of(to).reception.answerLater(later);
    return { later };
  }

  /** Makes up the platform's mind about everything it has taken. */
  @Post('decisions')
  @HttpCode(200)
  async decide(@Param('body') to?: string): Promise<{ decided: number }> {
    return { decided: await this.houses.of(to).reception.decideTaken() };
  }

  /** Forgets everything it has taken and not decided, as one that was restored from yesterday. */
  @Delete('taken')
  async forget(@Param('body') to?: string): Promise<{ forgotten: number }> {
    return { forgotten: await this.houses.of(to).reception.forgetTaken() };
  }

  /** Something happens to a record behind everybody's back: what a reconciliation is to find. */
  @Post('damages')
  @HttpCode(200)
  async spoil(@Body() body: unknown, @Param('body') to?: string) {
    const spoilt = damageSchema(body);
    if (!(await this.houses.of(to).reception.spoil(spoilt.idempotencyKey, spoilt.damage))) {
      throw new NotFoundException({ idempotencyKey: spoilt.idempotencyKey, status: '无此记录' });
    }
    return spoilt;
  }

  @Get('faults')
  current(@Param('body') to?: string) {
    return { fault: this.houses.of(to).faults.current() };
  }

  /** Misbehave for the next `times` messages; replaces a fault that is still planned. Forgotten at restart. */
  @Post('faults')
  @HttpCode(200)
  plan(@Body() body: unknown, @Param('body') to?: string) {
    this.houses.of(to).faults.plan(faultSchema(body));
    return this.current(to);
  }

  @Delete('faults')
  clear(@Param('body') to?: string) {
    this.houses.of(to).faults.clear();
    return this.current(to);
  }
}

const ajv = new Ajv({ strictTypes: false });

const subject: JSONSchemaType<RegisteredSubject> = {
  type: 'object',
  required: ['uscc', 'name'],
  additionalProperties: false,
  properties: { uscc: { type: 'string', minLength: 1 }, name: { type: 'string', minLength: 1 } },
};

const subjectSchema = reader(subject);

const registrySchema = reader<Registry>({
  type: 'object',
  required: ['mode', 'subjects'],
  additionalProperties: false,
  properties: { mode: { type: 'string', enum: ['learn', 'strict'] }, subjects: { type: 'array', items: subject } },
});

const faultSchema = reader<Fault>({
  type: 'object',
  required: ['mode', 'times'],
  additionalProperties: false,
  properties: {
    mode: { type: 'string', enum: faultModes },
    times: { type: 'integer', minimum: 1 },
    delayMs: { type: 'integer', minimum: 0, maximum: 600_000, nullable: true },
    status: { type: 'integer', minimum: 400, maximum: 599, nullable: true },
    retryAfterSeconds: { type: 'integer', minimum: 0, maximum: 86_400, nullable: true },
  },
});

const damageSchema = reader<{ idempotencyKey: string; damage: Damage }>({
  type: 'object',
  required: ['idempotencyKey', 'damage'],
  additionalProperties: false,
  properties: { idempotencyKey: { type: 'string', minLength: 1 }, damage: { type: 'string', enum: damages } },
});

const answersSchema = reader<{ later: boolean }>({
  type: 'object',
  required: ['later'],
  additionalProperties: false,
  properties: { later: { type: 'boolean' } },
});

function reader<Body>(schema: JSONSchemaType<Body>): (body: unknown) => Body {
  const check = ajv.compile(schema);
  return (body) => {
    if (check(body)) return body;
    throw new BadRequestException(ajv.errorsText(check.errors, { dataVar: 'body' }));
  };
}
