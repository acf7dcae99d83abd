import { chartModules } from '@wattline/charts/modules';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([...chartModules, CanvasRenderer]);

export type DrawnChart = ReturnType<typeof init>;

export const openChart = (element: HTMLElement): DrawnChart => init(element);
