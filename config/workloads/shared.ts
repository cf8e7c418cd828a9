/** Fields of every kind of workload. */
import { z } from 'zod';
import { access } from '../access';
import { container, variableName, variableValue } from '../container';
import { connectionPool } from '../database';
import { destination } from '../egress';
import { dnsLabel, pinnedImage } from '../fields';
import { callee } from '../further-ports';
import { sidecar } from '../sidecars';

export const shared = {
  /** Name of the workload's objects, its container and its ServiceAccount. */
  name: dnsLabel,
  namespace: dnsLabel,
  image: pinnedImage,
  /**
   * Environment variables without secrets. `$(NAME)` inserts a variable of `secrets` or `podFields`, as in `postgresql://app:$(DB_PASSWORD)@10.0.0.7/app`. If requests are traced,
   * a `PYTHONPATH` of the image must be repeated here: a variable of the manifest replaces the image's. It is kept, behind the injected path.
   */
  env: z.record(variableName, variableValue),
  ...container,
  /** Sidecars such as a proxy, each started before the application and stopped after it. @default - none */
  sidecars: z.array(sidecar).optional(),
  /** Instrumentation that the manifests inject into the application to trace it. */
  instrumentation: z.enum(['python', 'none']),
  /** C library of the image: Alpine's is musl. The injected packages have compiled parts for each. @default glibc */
  libc: z.enum(['glibc', 'musl']).optional(),
  /** Databases of the environment by name, with the connections that one process may hold. The workload may connect to them, and the connections of all workloads must fit the server. @default - none */
  uses: z.record(dnsLabel, connectionPool).optional(),
  /** Other destinations outside the cluster, by address or by name, such as a database or an API on the internet. Connections to anything else are denied. */
  egress: z.array(destination),
  /** What the workload calls in the environment: web services by name, at `http://<name>.<namespace>`, and further ports such as `orders:grpc`, at `orders.<namespace>:<port>`. @default - none */
  calls: z.array(callee).optional(),
  /** Rights of the workload at Google's APIs. With any right it may also connect to them. @default - none */
  access: z.array(access).optional(),
};
