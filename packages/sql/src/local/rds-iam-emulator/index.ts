export { makeAuthority } from './certificate.ts';
export { startRdsIamEmulator } from './emulator.ts';
export { iamUsers } from './iam-users.ts';
