/**
 * What we use of the table SDK, in the form in which botbuilder has loaded half of it already. As ES modules it would
 * be a second copy of a hundred files: a tenth of a start, and five megabytes.
 */
import { createRequire } from 'node:module';
import type * as restPipeline from '@azure/core-rest-pipeline';
import type * as dataTables from '@azure/data-tables';

export type {
  HttpClient,
  PipelinePolicy,
  PipelineRequest,
  PipelineResponse,
  SendRequest,
} from '@azure/core-rest-pipeline';
export type { TableServiceClientOptions } from '@azure/data-tables';

const require = createRequire(import.meta.url);
const tables: typeof dataTables = require('@azure/data-tables');
const pipeline: typeof restPipeline = require('@azure/core-rest-pipeline');

export const { odata, TableClient } = tables;
export type TableClient = dataTables.TableClient;
export const { createDefaultHttpClient, createHttpHeaders, createPipelineRequest, isRestError, RestError } =
  pipeline;
export type RestError = restPipeline.RestError;
