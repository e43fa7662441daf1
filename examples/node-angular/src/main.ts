import { bootstrapApplication } from '@angular/platform-browser';
import { provideRouter } from '@angular/router';
import { App } from './app/app';
import { Week } from './app/week';

bootstrapApplication(App, { providers: [provideRouter([{ path: 'week/:number', component: Week }])] }).catch((error: unknown) => console.error(error));
