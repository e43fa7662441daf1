const { join } = require('node:path');
const { createServer } = require('node:http');
const { GraphQLModule } = require('@nestjs/graphql');

GraphQLModule.forRoot({ autoSchemaFile: join(process.cwd(), 'src/schema.gql') });
createServer((_request, response) => response.end('berths')).listen(process.env.PORT ?? 3000);
