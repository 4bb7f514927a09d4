import { BadRequestException, Body, Controller, Delete, Get, HttpCode, Post, Put } from '@nestjs/common';
import { Ajv, JSONSchemaType } from 'ajv';
import { Fault, faultModes, Faults } from './faults';
import type { RegisteredSubject, Registry } from './platform';
import { Reception } from './reception';

/** What the real platform does not have: levers to set its register and to make it misbehave. */
@Controller('control')
export class ControlController {
  constructor(
    private readonly reception: Reception,
    private readonly faults: Faults,
  ) {}

  @Get('registry')
  registry(): Registry {
    return this.reception.platform.registry();
  }

  /** Replaces the whole register and its mode. */
  @Put('registry')
  async replaceRegistry(@Body() body: unknown): Promise<Registry> {
    await this.reception.replaceRegistry(registrySchema(body));
    return this.registry();
  }

  /** A subject goes by another name from now on; enters it when it was not registered. */
  @Post('renames')
  @HttpCode(200)
  async rename(@Body() body: unknown): Promise<RegisteredSubject> {
    const subject = subjectSchema(body);
    await this.reception.rename(subject);
    return subject;
  }

  /** From now on messages of the service are answered at once, or taken and answered when somebody has them decided. */
  @Put('answers')
  async answers(@Body() body: unknown): Promise<{ later: boolean }> {
    const { later } = answersSchema(body);
    await this.reception.answerLater(later);
    return { later };
  }

  /** Makes up the platform's mind about everything it has taken. */
  @Post('decisions')
  @HttpCode(200)
  async decide(): Promise<{ decided: number }> {
    return { decided: await this.reception.decideTaken() };
  }

  /** Forgets everything it has taken and not decided, as one that was restored from yesterday. */
  @Delete('taken')
  async forget(): Promise<{ forgotten: number }> {
    return { forgotten: await this.reception.forgetTaken() };
  }

  @Get('faults')
  current() {
    return { fault: this.faults.current() };
  }

  /** Misbehave for the next `times` messages; replaces a fault that is still planned. Forgotten at restart. */
  @Post('faults')
  @HttpCode(200)
  plan(@Body() body: unknown) {
    this.faults.plan(faultSchema(body));
    return this.current();
  }

  @Delete('faults')
  clear() {
    this.faults.clear();
    return this.current();
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
