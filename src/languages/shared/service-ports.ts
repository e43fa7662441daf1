/**
 * Ports of services that programs are clients of. A name such as `port` beside one of them says where
 * the program finds its broker or its database, not where it listens.
 * https://www.iana.org/assignments/service-names-port-numbers/
 */
const ports: ReadonlySet<number> = new Set([
  // ftp, ssh, smtp, dns, pop3, imap, ldap
  21, 22, 25, 53, 110, 143, 389, 465, 587, 636, 993, 995, 2525,
  // SOCKS
  1080,
  // SQL Server, Oracle, MySQL, PostgreSQL, Redis, Cassandra, memcached, MongoDB
  1433, 1521, 3306, 5432, 6379, 9042, 11_211, 27_017,
  // MQTT, NATS, AMQP, Kafka
  1883, 8883, 4222, 5672, 9092,
  // RouterOS
  8728, 8729,
  // Zipkin, Jaeger, OTLP, StatsD, InfluxDB
  9411, 6831, 4317, 4318, 8125, 8086,
]);

/** @returns whether a port is usually that of a service which programs connect to. */
export function isServicePort(port: number): boolean {
  return ports.has(port);
}
