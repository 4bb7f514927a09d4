import { type INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

/** The API's own description; also checked in as docs/openapi.json, and a test compares the two. */
export function openApiOf(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('消防安全信用与失信联合惩戒名单台账')
    .setDescription(
      '记录处罚、承诺和重大火灾隐患，计算信用分，办理失信联合惩戒名单，向信用平台推送，并回答“这家单位的信用状态”。',
    )
    .setVersion('0.1.0')
    .addBearerAuth()
    .build();
  return SwaggerModule.createDocument(app, config);
}
