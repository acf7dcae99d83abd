// The binding with a faster way to make its objects: for its effect alone.
import './light-expressions.ts';
import './light-frames.ts';
import './light-series.ts';
