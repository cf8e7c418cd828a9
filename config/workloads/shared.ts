/** Fields of every kind of workload. */
import { z } from 'zod';
import { access } from '../access';
import { container, variableName } from '../container';
import { connectionPool } from '../database';
import { destination } from '../egress';
import { dnsLabel, pinnedImage } from '../fields';
import { callee } from '../further-ports';
import { sidecar } from '../sidecars';

export const shared = {
  /** Name of its objects, its container and its ServiceAccount. */
  name: dnsLabel,
  namespace: dnsLabel,
  image: pinnedImage,
  /**
   * Plain settings; secrets never go here, but `$(NAME)` stands for one of `secrets` or `podFields`, as in `postgresql://app:$(DB_PASSWORD)@10.0.0.7/app`. A `PYTHONPATH` that the image sets by itself must be repeated here where requests are traced: variables of a
   * manifest replace those of an image, and this one is kept behind the injected one.
   */
  env: z.record(variableName, z.string()),
  ...container,
  /** Containers beside it, each started before it and stopped after it, such as a proxy. @default - none */
  sidecars: z.array(sidecar).optional(),
  /** What the manifests put beside the application so that what it does is traced. */
  instrumentation: z.enum(['python', 'none']),
  /** C library of the image: Alpine's is musl. What is injected has compiled parts for each. @default glibc */
  libc: z.enum(['glibc', 'musl']).optional(),
  /** Databases of the environment by name, with the connections that one process may hold: it may connect to them, and all must fit. @default - none */
  uses: z.record(dnsLabel, connectionPool).optional(),
  /** Other destinations outside the cluster by address or by name, such as a database or an API on the internet; everything else is denied. */
  egress: z.array(destination),
  /** What it calls in the environment: web services by name, at `http://<name>.<namespace>`, and further ports, `orders:grpc` at `orders.<namespace>:<port>`. @default - none */
  calls: z.array(callee).optional(),
  /** What it may do with Google's APIs; it may connect to them where it states something. @default - nothing */
  access: z.array(access).optional(),
};
