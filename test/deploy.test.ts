import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { validate } from 'dockerfile-utils';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { CONFIG_VARIABLES, loadConfig } from '../src/config.ts';
import { LIVENESS_PATH, READINESS_PATH } from '../src/server/plugins/use-probes.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string) => readFileSync(`${ROOT}/${path}`, 'utf8');

/** Beside DRAIN_MS, what a process may take to end (docs/operations.md, "Ready or not"). */
const ENDING_SECONDS = 15;

const Package = z.object({
  version: z.string(),
  engines: z.object({ node: z.string() }),
  files: z.array(z.string()),
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
  allowScripts: z.record(z.string(), z.boolean()),
});
const packageJson = Package.parse(JSON.parse(read('package.json')));

describe('deploy/Containerfile', () => {
  const text = read('deploy/Containerfile');
  const lines = text.replaceAll('\\\n', ' ').split('\n');
  const of = (instruction: string, among = lines) =>
    among.filter((line) => line.startsWith(`${instruction} `)).map((line) => line.slice(instruction.length + 1).trim());
  const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));
  /** What is copied from the project's folder, that is from no other stage. */
  const copied = (among = lines) =>
    of('COPY', among).flatMap((rest) => (rest.startsWith('--from') ? [] : rest.split(/\s+/).slice(0, -1)));

  it('is one that a builder understands', () => {
    expect(validate(text).map(({ message, range }) => `line ${range.start.line + 1}: ${message}`)).toEqual([]);
  });

  it('stands on a version of Node that the package takes, in all stages', () => {
    const [, major] = /^BASE=docker\.io\/library\/node:(\d+)-\S+$/.exec(of('ARG')[0] ?? '') ?? [];
    const taken = packageJson.engines.node.split('||').map((range) => /\d+/.exec(range)?.[0]);
    expect(taken).toContain(major);
    const bases = of('FROM').map((from) => from.split(' ')[0]);
    expect(new Set(bases)).toEqual(new Set(['$BASE']));
  });

  it('installs what the lockfile says, runs no script of a package, and leaves development behind', () => {
    const installs = of('RUN').filter((command) => command.startsWith('npm ') && !command.startsWith('npm run'));
    expect(installs).toEqual(['npm ci --ignore-scripts', 'npm ci --omit=dev --ignore-scripts']);
  });

  it('has all that the package has', () => {
    const built = of('COPY', last).filter((rest) => rest.startsWith('--from'));
    expect([...copied(last), ...built.map((rest) => rest.split(/\s+/).at(-1))]).toEqual(
      expect.arrayContaining([...packageJson.files, 'package.json', 'node_modules']),
    );
  });

  it('is sent what it copies, and no secret beside', () => {
    const [all, ...rules] = read('.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(all).toBe('*');
    const sent = rules.filter((rule) => rule.startsWith('!')).map((rule) => rule.slice(1));
    expect([...new Set(copied())].sort()).toEqual(sent.sort());
    expect(sent.filter((path) => !existsSync(`${ROOT}/${path}`))).toEqual([]);
  });

  it('runs as nobody special, and is told to end and asked whether it lives as the gateway understands it', () => {
    expect(of('USER', last)).toEqual(['1000:1000']);
    expect(of('STOPSIGNAL', last)).toEqual(['SIGTERM']);
    expect(of('HEALTHCHECK', last)).toEqual([expect.stringContaining(LIVENESS_PATH)]);
    const config = loadConfig(settingsOf(of('ENV', last).join(' ')));
    expect(of('EXPOSE', last)).toEqual([String(config.port)]);
    expect(of('VOLUME', last)).toEqual([JSON.stringify([config.dataDir])]);
    expect(config).toMatchObject({ host: '0.0.0.0', nodeEnv: 'production' });
  });
});

describe('deploy/newsgraph.service', () => {
  const lines = read('deploy/newsgraph.service')
    .split('\n')
    .filter((line) => line.includes('=') && !line.startsWith('#'));
  const of = (name: string) =>
    lines.filter((line) => line.startsWith(`${name}=`)).map((line) => line.slice(name.length + 1));

  it('sets what the gateway reads', () => {
    const config = loadConfig(settingsOf(of('Environment').join(' ')));
    expect(config.nodeEnv).toBe('production');
    expect(config.dataDir).toBe(`/var/lib/${of('StateDirectory')[0]}`);
    expect(of('WorkingDirectory')).toEqual([config.dataDir]);
  });

  it('gives it the time to end, and starts it again unless it was called wrongly', () => {
    const { drainTime } = loadConfig(settingsOf(of('Environment').join(' ')));
    expect(Number.parseInt(of('TimeoutStopSec')[0] ?? '', 10)).toBeGreaterThanOrEqual(
      drainTime / 1000 + ENDING_SECONDS,
    );
    expect([of('KillSignal'), of('KillMode'), of('Restart')]).toEqual([['SIGTERM'], ['mixed'], ['always']]);
    expect(of('RestartPreventExitStatus')).toEqual(['2']);
  });

  it('lets it write its own folder and nothing else, and leaves the engine its compiler', () => {
    expect([of('DynamicUser'), of('ProtectSystem'), of('NoNewPrivileges')]).toEqual([['yes'], ['strict'], ['yes']]);
    expect(of('CapabilityBoundingSet')).toEqual(['']);
    expect([of('ReadWritePaths'), of('MemoryDenyWriteExecute')]).toEqual([[], []]);
  });
});

const Labels = z.record(z.string(), z.string());
const Probe = z.object({
  httpGet: z.object({ path: z.string(), port: z.string() }),
  timeoutSeconds: z.int().optional(),
});
const Deployment = z.object({
  kind: z.literal('Deployment'),
  spec: z.object({
    replicas: z.int(),
    selector: z.object({ matchLabels: Labels }),
    template: z.object({
      metadata: z.object({ labels: Labels }),
      spec: z.object({
        automountServiceAccountToken: z.literal(false),
        terminationGracePeriodSeconds: z.int(),
        securityContext: z.object({ runAsNonRoot: z.literal(true), runAsUser: z.int().positive() }),
        topologySpreadConstraints: z.array(z.object({ labelSelector: z.object({ matchLabels: Labels }) })).min(1),
        containers: z.tuple([
          z.object({
            image: z.string(),
            args: z.array(z.string()),
            ports: z.tuple([z.object({ name: z.string(), containerPort: z.int() })]),
            env: z.array(
              z.union([
                z.strictObject({ name: z.string(), value: z.string() }),
                z.strictObject({
                  name: z.string(),
                  valueFrom: z.object({ secretKeyRef: z.object({ name: z.string(), key: z.string() }) }),
                }),
              ]),
            ),
            startupProbe: Probe,
            livenessProbe: Probe,
            readinessProbe: Probe.extend({ periodSeconds: z.int(), failureThreshold: z.int() }),
            resources: z.object({
              requests: z.object({ cpu: z.string(), memory: z.string() }),
              limits: z.object({ memory: z.string() }),
            }),
            securityContext: z.object({
              allowPrivilegeEscalation: z.literal(false),
              readOnlyRootFilesystem: z.literal(true),
              capabilities: z.object({ drop: z.tuple([z.literal('ALL')]) }),
            }),
          }),
        ]),
      }),
    }),
  }),
});
const Budget = z.object({
  kind: z.literal('PodDisruptionBudget'),
  spec: z.object({ maxUnavailable: z.int(), selector: z.object({ matchLabels: Labels }) }),
});
const Service = z.object({
  kind: z.literal('Service'),
  spec: z.object({ selector: Labels, ports: z.tuple([z.object({ targetPort: z.string() })]) }),
});

describe('deploy/kubernetes.yaml', () => {
  const documents = parseAllDocuments(read('deploy/kubernetes.yaml'), { uniqueKeys: true });
  const [deployment, budget, service] = z
    .tuple([Deployment, Budget, Service])
    .parse([...documents].map((document) => document.toJS()));
  const { template, selector, replicas } = deployment.spec;
  const [container] = template.spec.containers;
  const [{ name: port, containerPort }] = container.ports;
  const plain = Object.fromEntries(container.env.flatMap((each) => ('value' in each ? [[each.name, each.value]] : [])));

  it('is YAML without a fault, whose selectors all mean the same', () => {
    expect([...documents].flatMap(({ errors, warnings }) => [...errors, ...warnings])).toEqual([]);
    const spread = template.spec.topologySpreadConstraints.map(({ labelSelector }) => labelSelector.matchLabels);
    const labels = [template.metadata.labels, budget.spec.selector.matchLabels, service.spec.selector, ...spread];
    for (const each of labels) expect(each).toEqual(selector.matchLabels);
  });

  it('asks the gateway what it answers, at its port', () => {
    const { startupProbe, livenessProbe, readinessProbe } = container;
    expect(startupProbe.httpGet).toEqual({ path: LIVENESS_PATH, port });
    expect(livenessProbe.httpGet).toEqual({ path: LIVENESS_PATH, port });
    expect(readinessProbe.httpGet).toEqual({ path: READINESS_PATH, port });
    // `/ready` waits two seconds for the database.
    expect(readinessProbe.timeoutSeconds).toBeGreaterThan(2);
    expect(service.spec.ports[0].targetPort).toBe(port);
    expect(containerPort).toBe(loadConfig(plain).port);
  });

  it('sets what the gateway reads, secrets by reference', () => {
    expect(container.env.map(({ name }) => name).filter((name) => !CONFIG_VARIABLES.includes(name))).toEqual([]);
    expect(container.env.filter((each) => 'valueFrom' in each).map(({ name }) => name)).toEqual(['DATABASE_URL']);
    expect(Object.keys(plain)).not.toContain('API_KEYS');
  });

  it('lets a gateway drain before it is ended, for longer than it takes to see that it is not ready', () => {
    const { drainTime } = loadConfig(plain);
    const { periodSeconds, failureThreshold } = container.readinessProbe;
    expect(drainTime / 1000).toBeGreaterThan(periodSeconds * failureThreshold);
    expect(template.spec.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(drainTime / 1000 + ENDING_SECONDS);
  });

  it('names a version of the image, and leaves enough of them running', () => {
    expect(container.image).toMatch(/:\d+\.\d+\.\d+$|@sha256:[0-9a-f]{64}$/);
    expect(budget.spec.maxUnavailable).toBeLessThan(replicas);
    expect(container.args).toEqual(['serve']);
  });
});

describe('what is installed', () => {
  const Lock = z.object({
    packages: z.record(
      z.string(),
      z.object({ hasInstallScript: z.boolean().optional(), integrity: z.string().optional() }),
    ),
  });
  const { packages } = Lock.parse(JSON.parse(read('package-lock.json')));
  const run = promisify(execFile);
  const npm = (...args: string[]) => run('npm', args, { cwd: ROOT, maxBuffer: 64 * 1_048_576 });

  it('is pinned: exact versions, each with its hash', () => {
    const { dependencies, devDependencies } = packageJson;
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(([, version]) => !/^\d/.test(version));
    expect(loose).toEqual([]);
    const unhashed = Object.entries(packages).filter(([path, { integrity }]) => path !== '' && integrity === undefined);
    expect(unhashed.map(([path]) => path)).toEqual([]);
  });

  it('runs no script of a package: those that have one are forbidden it', () => {
    const withScript = Object.entries(packages).flatMap(([path, { hasInstallScript }]) =>
      hasInstallScript ? [path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)] : [],
    );
    expect(withScript.filter((name) => packageJson.allowScripts[name] !== false)).toEqual([]);
  });

  it('fits together, as `npm ls` sees it', async () => {
    // Rejects where npm has anything to say against it.
    await expect(npm('ls', '--all', '--package-lock-only', '--parseable')).resolves.toMatchObject({ stderr: '' });
  });

  it('has a bill of materials that names each dependency and its version, and tells those of development apart', async () => {
    const { stdout } = await npm('sbom', '--sbom-format', 'cyclonedx', '--package-lock-only');
    const Bill = z.object({
      bomFormat: z.literal('CycloneDX'),
      components: z.array(
        z.object({ purl: z.string(), properties: z.array(z.object({ name: z.string() })).optional() }),
      ),
    });
    const { components } = Bill.parse(JSON.parse(stdout));
    const needed = components.filter(
      ({ properties = [] }) => !properties.some(({ name }) => name === 'cdx:npm:package:development'),
    );
    const named = needed.map(({ purl }) => decodeURIComponent(purl));
    const direct = Object.entries(packageJson.dependencies).map(([name, version]) => `pkg:npm/${name}@${version}`);
    expect(named).toEqual(expect.arrayContaining(direct));
    expect(needed.length).toBeLessThan(components.length);
  });
});

/** Of `A=1 B=2`. Fails on a name that the gateway does not read. */
function settingsOf(text: string): Record<string, string> {
  const entries = text.split(/\s+/).map((part) => {
    const [name = '', ...value] = part.split('=');
    return [name, value.join('=')] as const;
  });
  expect(entries.map(([name]) => name).filter((name) => !CONFIG_VARIABLES.includes(name))).toEqual([]);
  return Object.fromEntries(entries);
}
