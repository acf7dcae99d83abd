/*
 * Sine and cosine with the same bits in every engine of JavaScript: the language leaves the last ones open, and Chromium's
 * differ from Node's. After s_sin.c, s_cos.c, k_sin.c, k_cos.c and e_rem_pio2.c of fdlibm, which is also what Node has:
 *
 * Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
 * Developed at SunSoft, a Sun Microsystems, Inc. business. Permission to use, copy, modify, and distribute this software
 * is freely granted, provided that this notice is preserved.
 */

const bits = new DataView(new ArrayBuffer(8));
/** Sign, exponent and the first twenty digits of a double. */
const highWord = (x: number): number => {
  bits.setFloat64(0, x);
  return bits.getUint32(0);
};
const exponent = (x: number): number => (highWord(x) >>> 20) & 0x7ff;

/** The sine of `x + tail` between −π/4 and π/4; without a tail, of `x`. */
const sineNear = (x: number, tail: number | undefined): number => {
  const z = x * x;
  const v = z * x;
  const r =
    0.00833333333332249 +
    z *
      (-0.0001984126982985795 +
        z * (2.7557313707070068e-6 + z * (-2.5050760253406863e-8 + z * 1.58969099521155e-10)));
  if (tail === undefined) return x + v * (-0.16666666666666632 + z * r);
  return x - (z * (0.5 * tail - v * r) - tail - v * -0.16666666666666632);
};

/** What is taken off beforehand, so that nothing is lost where the cosine is far from 1. */
const halfOf = (x: number): number => {
  const word = highWord(Math.abs(x));
  if (word < 0x3fd33333) return 0;
  if (word > 0x3fe90000) return 0.28125;
  bits.setUint32(0, word - 0x00200000);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
};

/** The cosine of `x + tail` between −π/4 and π/4. */
const cosineNear = (x: number, tail = 0): number => {
  const z = x * x;
  const r =
    z *
    (0.0416666666666666 +
      z *
        (-0.001388888888887411 +
          z *
            (2.480158728947673e-5 +
              z * (-2.7557314351390663e-7 + z * (2.087572321298175e-9 + z * -1.1359647557788195e-11)))));
  const half = halfOf(x);
  return 1 - half - (0.5 * z - half - (z * r - x * tail));
};

/** An angle as so many right angles, and what lies beyond them: a number and what that lacks. */
const inRightAngles = (angle: number): readonly [count: number, rest: number, tail?: number] => {
  if (highWord(angle) <= 0x3fe921fb) return [0, angle];
  const count = Math.floor(angle * 0.6366197723675814 + 0.5);
  const whole = angle - count * 1.5707963267341256;
  const small = count * 6.077100506506192e-11;
  const rest = whole - small;
  if (exponent(angle) - exponent(rest) <= 16) return [count, rest, whole - rest - small];
  const further = count * 6.077100506303966e-11;
  const near = whole - further;
  const smaller = count * 2.0222662487959506e-21 - (whole - near - further);
  return [count, near - smaller, near - (near - smaller) - smaller];
};

const turned = (count: number, sine: number, cosine: number): number =>
  [sine, cosine, -sine, -cosine][count & 3] ?? Number.NaN;

/** Of an angle from 0 to a few turns. */
export const sine = (angle: number): number => {
  const [count, rest, tail] = inRightAngles(angle);
  return turned(count, sineNear(rest, tail), cosineNear(rest, tail));
};

/** Of an angle from 0 to a few turns. */
export const cosine = (angle: number): number => {
  const [count, rest, tail] = inRightAngles(angle);
  return turned(count + 1, sineNear(rest, tail), cosineNear(rest, tail));
};
