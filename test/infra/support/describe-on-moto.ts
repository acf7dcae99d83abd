import { describeWith } from '@wattline/test-tools';
import { inject } from 'vitest';
import type {} from './infra-setup.ts';

/** Tests of Terraform on moto, an emulator of AWS; `python` has it. */
export const describeOnMoto = (name: string, body: (python: string) => void): void =>
  describeWith(name, { Terraform: inject('terraform'), moto: inject('moto') }, ({ moto }) => body(moto));
